namespace XnatTools.DicomEdit;

/// <summary>A variable of a script, as those see it who must give its value.</summary>
public sealed class DicomEditVariable
{
    internal DicomEditVariable(string name) => Name = name;

    /// <summary>The name; values are looked up regardless of case.</summary>
    public string Name { get; }

    /// <summary>Text of <c>describe</c>, or null.</summary>
    public string? Description { get; internal set; }

    /// <summary>Marked by <c>describe NAME hidden</c>: not to be shown.</summary>
    public bool IsHidden { get; internal set; }

    /// <summary>Field of <c>export</c>, or null.</summary>
    public string? ExportField { get; internal set; }

    /// <summary>True when the caller has to give its value.</summary>
    public bool IsExternal { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
