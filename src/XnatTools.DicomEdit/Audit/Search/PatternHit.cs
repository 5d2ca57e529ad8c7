namespace XnatTools.DicomEdit.Audit;

/// <summary>Something in a text that reads as an identifier.</summary>
internal readonly struct PatternHit(string kind, IdentitySeverity severity, string reason)
{
    public string Kind { get; } = kind;

    public IdentitySeverity Severity { get; } = severity;

    public string Reason { get; } = reason;
}
