namespace XnatTools;

/// <summary>Who has to act on an error.</summary>
public enum XnatErrorKind
{
    /// <summary>The caller: wrong input, missing right.</summary>
    User,

    /// <summary>The server, the PACS or the network between.</summary>
    Server,

    /// <summary>XnatTools itself: a defect.</summary>
    Internal,
}
