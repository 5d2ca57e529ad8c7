using System.Globalization;

namespace XnatTools;

/// <summary>A kind of fault and how often it happened while a study was received.</summary>
public sealed class ReceiveFault
{
    public ReceiveFaultKind Kind { get; internal init; }

    /// <summary>How often.</summary>
    public int Count { get; internal init; }

    /// <summary>The first one in words, without identifiers; null when the kind says it all.</summary>
    public string? Detail { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Count == 1 ? Kind.ToString() : Kind + " x" + Count.ToString(CultureInfo.InvariantCulture);
}
