namespace XnatTools.Client;

/// <summary>A user of a project.</summary>
public sealed class XnatProjectUser
{
    public string Login { get; init; } = "";

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    /// <summary>Group id, such as DEMO01_member.</summary>
    public string? GroupId { get; init; }

    /// <summary>Owners, Members, Collaborators, or a group of the site's own.</summary>
    public string? Group { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Login;
}
