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

    /// <summary>Values joined by a backslash. May identify a patient.</summary>
    public string? Value { get; internal init; }

    /// <summary>What a table shows: the value, but not where it is the name of a person (VR PN).</summary>
    public string? Shown => VR == "PN" && !string.IsNullOrEmpty(Value) ? "(a name: see Value)" : Value;

    /// <summary>Where it was read.</summary>
    public string? Source { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Tag;
}
