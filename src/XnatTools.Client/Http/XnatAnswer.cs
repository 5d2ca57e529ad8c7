namespace XnatTools.Client;

/// <summary>What kind of body a call promises.</summary>
internal enum XnatAnswer
{
    /// <summary>Whatever comes, or nothing.</summary>
    Any,

    Json,

    /// <summary>Plain text or a list of addresses.</summary>
    Text,

    /// <summary>Bytes of a file.</summary>
    Bytes,
}
