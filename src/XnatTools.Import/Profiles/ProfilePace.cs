namespace XnatTools.Import.Profiles;

/// <summary>How much may be under way at once, by day or by night; null where the profile says nothing.</summary>
public sealed class ProfilePace
{
    /// <summary>Studies.</summary>
    public int? Studies { get; init; }

    /// <summary>Images, as the PACS counts them.</summary>
    public int? Images { get; init; }
}
