namespace XnatTools.Sandbox;

/// <summary>Work on a prearchive session that a batch call asked for.</summary>
public sealed class PrearchiveTask
{
    /// <summary>build, move, delete or archive.</summary>
    public string Kind { get; set; } = "";

    public string? NewProject { get; set; }

    public string? Overwrite { get; set; }

    public string User { get; set; } = "";
}
