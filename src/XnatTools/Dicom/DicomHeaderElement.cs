namespace XnatTools;

/// <summary>One element of a DICOM header.</summary>
public sealed class DicomHeaderElement
{
    /// <summary>(gggg,eeee), or a path such as (0008,1140)[0].(0008,1150).</summary>
    public string Tag { get; internal init; } = "";

    /// <summary>PS3.6 keyword, when known.</summary>
    public string? Keyword { get; internal init; }

    /// <summary>Name as the server or the dictionary has it.</summary>
    public string? Name { get; internal init; }

    /// <summary>Value representation, such as LO.</summary>
    public string? VR { get; internal init; }

    /// <summary>Values joined by a backslash; null where there is no text, as in sequences and bytes. May identify a patient.</summary>
    public string? Value { get; internal init; }

    /// <summary>Length of the value in bytes; null when it is not known, as for sequences.</summary>
    public long? Length { get; internal init; }

    /// <summary>Items of a sequence; null for other elements.</summary>
    public int? ItemCount { get; internal init; }

    /// <summary>What a table shows: the value, or its size; but not where it is the name of a person (VR PN).</summary>
    public string? Shown => this switch
    {
        { VR: "PN", Value.Length: > 0 } => "(a name: see Value)",
        { ItemCount: { } items } => items == 1 ? "(1 item)" : $"({items} items)",
        { Value: null, Length: > 0 } => $"({Length} bytes)",
        _ => Value,
    };

    /// <summary>Where it was read.</summary>
    public string? Source { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Tag;
}
