namespace XnatTools.Sandbox.Filing;

/// <summary>What became of an arrived object.</summary>
internal sealed class FilingResult
{
    /// <summary>False when a filter or a fault dropped it.</summary>
    public bool Filed { get; init; }

    /// <summary>Its prearchive session; null when it was dropped.</summary>
    public PrearchiveEntry? Entry { get; init; }
}
