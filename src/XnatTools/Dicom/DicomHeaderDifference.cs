namespace XnatTools;

/// <summary>One element of two headers side by side.</summary>
public sealed class DicomHeaderDifference
{
    /// <summary>What became of it.</summary>
    public DicomDifferenceKind Action { get; internal init; }

    /// <summary>(gggg,eeee), or a path such as (0008,1140)[0].(0008,1150).</summary>
    public string Tag { get; internal init; } = "";

    /// <summary>PS3.6 keyword, when known.</summary>
    public string? Keyword { get; internal init; }

    /// <summary>Value representation, that of the reference where it is gone.</summary>
    public string? VR { get; internal init; }

    /// <summary>Value in the reference; null where there is none or it is no text. May identify a patient.</summary>
    public string? Before { get; internal init; }

    /// <summary>Value in the file; null where there is none or it is no text. May identify a patient.</summary>
    public string? After { get; internal init; }

    /// <summary>What a table shows of <see cref="Before"/>: not the name of a person.</summary>
    public string? ShownBefore => Show(Before);

    /// <summary>What a table shows of <see cref="After"/>: not the name of a person.</summary>
    public string? ShownAfter => Show(After);

    /// <summary>The file.</summary>
    public string? Source { get; internal init; }

    /// <summary>The file that it is held against.</summary>
    public string? Reference { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Action + " " + Tag;

    private string? Show(string? value) => VR == "PN" && value is { Length: > 0 } ? "(a name)" : value;
}
