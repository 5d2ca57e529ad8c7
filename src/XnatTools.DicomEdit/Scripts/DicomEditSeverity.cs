namespace XnatTools.DicomEdit;

/// <summary>Weight of what was found in a script.</summary>
public enum DicomEditSeverity
{
    /// <summary>The script runs, but may not do what its author meant.</summary>
    Warning,

    /// <summary>The script is refused.</summary>
    Error,
}
