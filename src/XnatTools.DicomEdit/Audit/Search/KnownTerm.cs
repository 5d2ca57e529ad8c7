namespace XnatTools.DicomEdit.Audit;

/// <summary>One way of writing an identifier that must not be found.</summary>
internal readonly struct KnownTerm(int identifier, KnownTermKind kind, int length)
{
    /// <summary>Number of the identifier in the caller's list.</summary>
    public int Identifier { get; } = identifier;

    public KnownTermKind Kind { get; } = kind;

    /// <summary>Characters.</summary>
    public int Length { get; } = length;
}
