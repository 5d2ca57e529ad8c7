namespace XnatTools;

/// <summary>Weight of a finding about a DicomEdit script.</summary>
public enum DicomEditScriptSeverity
{
    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>The script runs, but may not do what its author meant, or leaves something that identifies.</summary>
    Warning,

    /// <summary>The script is refused.</summary>
    Error,
}
