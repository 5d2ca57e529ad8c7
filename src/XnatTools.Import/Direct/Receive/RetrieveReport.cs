using XnatTools.Dicom;

namespace XnatTools.Import.Direct.Receive;

/// <summary>How one retrieve request ended.</summary>
internal sealed class RetrieveReport
{
    /// <summary>C-GET or C-MOVE.</summary>
    public string Method { get; init; } = "";

    /// <summary>The sender's last word; null when there was none.</summary>
    public DicomRetrieveProgress? Final { get; init; }

    /// <summary>Why it ended without a last word, or could not begin.</summary>
    public XnatException? Fault { get; init; }

    /// <summary>The node does not do it this way at all.</summary>
    public bool NotOffered { get; init; }

    /// <summary>Objects that came.</summary>
    public int Taken { get; init; }

    /// <summary>The sender says that everything was sent, and as much came.</summary>
    public bool Agrees => Final is { } final && final.Status.IsSuccess && final.Failed == 0 && final.Completed + final.Warnings == Taken && Taken > 0;
}
