namespace XnatTools.Client;

/// <summary>A project to be made.</summary>
public sealed class XnatProjectDefinition
{
    /// <summary>Letters, digits, _ and -; at most 32. Can never be changed or used again.</summary>
    public string Id { get; init; } = "";

    /// <summary>Full title, at most 199 characters; the id when missing.</summary>
    public string? Name { get; init; }

    /// <summary>Running title, at most 24 characters; the id when missing.</summary>
    public string? RunningTitle { get; init; }

    public string? Description { get; init; }

    public string? Keywords { get; init; }

    public string? InvestigatorFirstName { get; init; }

    public string? InvestigatorLastName { get; init; }

    /// <summary>private, protected or public. XNAT's own default would be protected.</summary>
    public string Accessibility { get; init; } = "private";

    /// <summary>0 hold, 4 archive, 5 archive and overwrite; null leaves the site's default.</summary>
    public int? PrearchiveCode { get; init; }
}
