namespace XnatTools.Sandbox;

/// <summary>An invitation to a project: what XNAT makes of a login that it does not know.</summary>
public sealed class SandboxInvitation
{
    public int Id { get; set; }

    /// <summary>owner, member or collaborator.</summary>
    public string Level { get; set; } = "";

    public string Email { get; set; } = "";

    public string CreateDate { get; set; } = "";
}
