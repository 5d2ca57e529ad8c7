namespace XnatTools.DicomEdit;

/// <summary>How near to XNAT's own engine a script is run.</summary>
public enum DicomEditCompatibility
{
    /// <summary>The language as it is meant: what the engine drops in silence is refused, and its faults are not repeated.</summary>
    Safe,

    /// <summary>What XNAT's engine really does, faults included. For people who must know; never for protecting data.</summary>
    Exact,
}
