using System.Collections.Generic;

namespace XnatTools.Import.Nodes;

/// <summary>What was read of a file.</summary>
public sealed class FileHeader
{
    internal FileHeader(IReadOnlyList<DicomHeaderElement> elements, string? damage)
    {
        Elements = elements;
        Damage = damage;
    }

    /// <summary>The wanted elements, in the order of the file.</summary>
    public IReadOnlyList<DicomHeaderElement> Elements { get; }

    /// <summary>Where and how the file is damaged, without values; null when it is not. What came before was read.</summary>
    public string? Damage { get; }
}
