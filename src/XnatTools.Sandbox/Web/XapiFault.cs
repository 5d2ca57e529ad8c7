namespace XnatTools.Sandbox.Web;

/// <summary>What can go wrong in the xapi half; the status depends on the error regime.</summary>
internal enum XapiFault
{
    /// <summary>403, empty.</summary>
    Forbidden,

    /// <summary>400 with the message itself.</summary>
    DataFormat,

    /// <summary>The request's JSON cannot be read: 400 or 500, the parser's message.</summary>
    MalformedJson,

    /// <summary>A required query or form parameter is missing: 400 or 500.</summary>
    MissingParameter,

    /// <summary>A multipart part is missing, or a parameter has the wrong type: 500.</summary>
    WrongRequest,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>204.</summary>
    NoContent,

    /// <summary>409.</summary>
    AlreadyExists,

    /// <summary>Nothing to change: 500 or 304.</summary>
    NotModified,

    /// <summary>500 or 404, with null as the detail.</summary>
    UnknownPacs,

    /// <summary>500 or 409, with null as the detail.</summary>
    PacsNotQueryable,

    /// <summary>500 in both, with null as the detail.</summary>
    NotStorable,

    /// <summary>500 or 503, with null as the detail.</summary>
    PacsUnreachable,

    /// <summary>The receiver cannot relabel: 500 or 400, with a sentence.</summary>
    ReceiverUnfit,

    /// <summary>Any other exception: 500.</summary>
    Other,
}
