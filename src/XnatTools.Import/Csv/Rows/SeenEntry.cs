namespace XnatTools.Import.Csv;

/// <summary>What a survey keeps of a value: the line it was first seen in and the first line that disagrees. Twelve bytes.</summary>
internal struct SeenEntry
{
    /// <summary>Line it was first seen in.</summary>
    public int First;

    /// <summary>First later line with another companion; 0 when there is none.</summary>
    public int Other;

    /// <summary>The low half of the companion's hash.</summary>
    public uint Companion;
}
