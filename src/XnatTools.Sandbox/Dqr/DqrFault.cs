namespace XnatTools.Sandbox.Dqr;

/// <summary>What went wrong inside the plugin; the status it becomes depends on the error regime.</summary>
internal enum DqrFault
{
    /// <summary>Not allowed: 403 and an empty body.</summary>
    Forbidden,

    /// <summary>The plugin's "data format" error: 400 and the message itself.</summary>
    DataFormat,

    /// <summary>A body that the JSON reader gives up on.</summary>
    MalformedJson,

    /// <summary>A required query or form parameter is missing.</summary>
    MissingParameter,

    /// <summary>A required multipart part is missing, or a parameter has the wrong type.</summary>
    MissingPart,

    /// <summary>A record asked for by its id does not exist.</summary>
    NotFound,

    /// <summary>Nothing found: 204.</summary>
    NoContent,

    /// <summary>The thing to create exists already.</summary>
    AlreadyExists,

    /// <summary>Nothing to change.</summary>
    NotModified,

    /// <summary>No PACS has this id.</summary>
    UnknownPacs,

    /// <summary>The PACS may not be queried.</summary>
    PacsNotQueryable,

    /// <summary>The PACS or receiver may not be stored to.</summary>
    PacsNotStorable,

    /// <summary>The PACS does not answer (export only).</summary>
    PacsNotReachable,

    /// <summary>The receiver lacks custom processing or the remapping processor.</summary>
    ReceiverUnfit,

    /// <summary>Any other exception: null pointer, index out of range, bad date, duplicate UID.</summary>
    Other,
}
