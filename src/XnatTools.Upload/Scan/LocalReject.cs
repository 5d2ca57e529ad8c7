namespace XnatTools.Upload;

/// <summary>A file that is left out.</summary>
public sealed class LocalReject
{
    /// <summary>The file. Its name may identify a patient.</summary>
    public string Path { get; init; } = "";

    /// <summary>Id of the error.</summary>
    public string Code { get; init; } = "";

    /// <summary>Why, without the name.</summary>
    public string Reason { get; init; } = "";

    /// <summary>True for what is no DICOM object at all (a directory of a medium, a text, a picture); false for a damaged one.</summary>
    public bool IsForeign { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Reason;
}
