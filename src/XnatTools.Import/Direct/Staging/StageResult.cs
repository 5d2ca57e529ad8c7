namespace XnatTools.Import.Direct.Staging;

/// <summary>What became of a file that was to be put into staging.</summary>
internal enum StageResult
{
    /// <summary>It is there now.</summary>
    Stored,

    /// <summary>The same object was there; this one is gone.</summary>
    Same,

    /// <summary>Another object was there under that UID, and stays; this one is gone.</summary>
    Differs,
}
