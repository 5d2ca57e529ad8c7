namespace XnatTools.DicomEdit;

/// <summary>What was done to an object, by action. A sequence counts once, whatever was in it.</summary>
public readonly struct DicomEditCounts
{
    internal DicomEditCounts(int changed, int removed, int added, int emptied)
    {
        Changed = changed;
        Removed = removed;
        Added = added;
        Emptied = emptied;
    }

    /// <summary>Elements that got another value.</summary>
    public int Changed { get; }

    /// <summary>Elements that were taken away.</summary>
    public int Removed { get; }

    /// <summary>Elements that were not there before.</summary>
    public int Added { get; }

    /// <summary>Elements that had a value and have none now.</summary>
    public int Emptied { get; }

    /// <summary>All together.</summary>
    public int Total => Changed + Removed + Added + Emptied;

    internal DicomEditCounts Plus(DicomEditCounts other) =>
        new(Changed + other.Changed, Removed + other.Removed, Added + other.Added, Emptied + other.Emptied);
}
