namespace XnatTools;

/// <summary>What became of a file that was to be de-identified.</summary>
public enum DicomProtectOutcome
{
    /// <summary>The script did all its work and the new file is written.</summary>
    Protected,

    /// <summary>It was written by an earlier run and is unchanged since.</summary>
    AlreadyDone,

    /// <summary>The script rejected the object; nothing is written.</summary>
    Rejected,

    /// <summary>Something went wrong; nothing is written.</summary>
    Failed,

    /// <summary>It is no DICOM file; nothing is written.</summary>
    NotDicom,
}
