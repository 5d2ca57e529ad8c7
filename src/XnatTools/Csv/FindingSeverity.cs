namespace XnatTools;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing to do.</summary>
    Information,

    /// <summary>Handled, or harmless, but probably not what was meant.</summary>
    Warning,

    /// <summary>The row (or the file) is not usable until it is mended.</summary>
    Error,
}
