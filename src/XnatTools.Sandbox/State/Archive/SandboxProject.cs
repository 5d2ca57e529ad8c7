using System.Collections.Generic;

namespace XnatTools.Sandbox;

/// <summary>A project.</summary>
public sealed class SandboxProject
{
    public string Id { get; set; } = "";

    /// <summary>Running title.</summary>
    public string SecondaryId { get; set; } = "";

    /// <summary>Full title.</summary>
    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    public string Keywords { get; set; } = "";

    public string Note { get; set; } = "";

    public List<string> Aliases { get; set; } = [];

    public string PiFirstName { get; set; } = "";

    public string PiLastName { get; set; } = "";

    /// <summary>private, protected or public.</summary>
    public string Accessibility { get; set; } = "private";

    /// <summary>0 hold, 4 archive, 5 archive and overwrite.</summary>
    public int PrearchiveCode { get; set; }

    public int QuarantineCode { get; set; }

    /// <summary>SQL form, server's local time.</summary>
    public string InsertDate { get; set; } = "";

    public string InsertUser { get; set; } = "";

    /// <summary>Open invitations: the string that was invited, and the level.</summary>
    public List<SandboxInvitation> Invitations { get; set; } = [];

    public List<SandboxResource> Resources { get; set; } = [];
}
