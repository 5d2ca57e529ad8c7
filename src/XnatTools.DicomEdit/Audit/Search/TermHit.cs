namespace XnatTools.DicomEdit.Audit;

/// <summary>A known identifier that was found.</summary>
internal readonly struct TermHit(KnownTerm term, long position, bool inside)
{
    public KnownTerm Term { get; } = term;

    /// <summary>First character or byte.</summary>
    public long Position { get; } = position;

    /// <summary>Letters or digits go on before or after it: it may be chance.</summary>
    public bool Inside { get; } = inside;
}
