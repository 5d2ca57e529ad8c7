namespace XnatTools;

/// <summary>A project (GET /data/projects).</summary>
public sealed class XnatProject
{
    public string Id { get; internal init; } = "";

    /// <summary>Full title.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Running title.</summary>
    public string? RunningTitle { get; internal init; }

    public string? Description { get; internal init; }

    /// <summary>Principal investigator.</summary>
    public string? Investigator { get; internal init; }

    /// <summary>private, protected or public; null when not asked for.</summary>
    public string? Accessibility { get; internal init; }

    /// <summary>0 hold, 4 archive, 5 archive and overwrite; null when not asked for.</summary>
    public int? PrearchiveCode { get; internal init; }

    /// <summary>Whether DQR may import into it; null when not asked for.</summary>
    public bool? DqrEnabled { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
