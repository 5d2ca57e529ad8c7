using System;

namespace XnatTools.Sandbox.Dqr;

/// <summary>Turns a fault into status and body, in both generations of the server's error handler.</summary>
internal static class DqrErrors
{
    /// <summary>The start of nearly every error body; the blank before the colon is the server's.</summary>
    public const string Prefix = "There was an error in the request : ";

    /// <summary>The status of a fault.</summary>
    public static int Status(DqrFault fault, ErrorRegime regime)
    {
        bool newer = regime == ErrorRegime.B;
        return fault switch
        {
            DqrFault.Forbidden => 403,
            DqrFault.DataFormat => 400,
            DqrFault.MalformedJson => newer ? 500 : 400,
            DqrFault.MissingParameter => newer ? 500 : 400,
            DqrFault.NotFound => 404,
            DqrFault.NoContent => 204,
            DqrFault.AlreadyExists => 409,
            DqrFault.NotModified => newer ? 304 : 500,
            DqrFault.UnknownPacs => newer ? 404 : 500,
            DqrFault.PacsNotQueryable => newer ? 409 : 500,
            DqrFault.PacsNotStorable => newer ? 409 : 500,
            DqrFault.PacsNotReachable => newer ? 503 : 500,
            DqrFault.ReceiverUnfit => newer ? 400 : 500,
            _ => 500,
        };
    }

    /// <summary>The body of a fault; null when the answer has none.</summary>
    public static string? Body(DqrFaultException exception)
    {
        if (exception is null)
        {
            throw new ArgumentNullException(nameof(exception));
        }

        return exception.Fault switch
        {
            DqrFault.Forbidden or DqrFault.NoContent or DqrFault.NotModified => null,
            DqrFault.DataFormat or DqrFault.MalformedJson or DqrFault.AlreadyExists => exception.Detail ?? string.Empty,
            DqrFault.MissingParameter => "There was an error in the request: " + exception.Detail,
            DqrFault.NotFound => "Unable to find requested file or resource: " + exception.Detail,
            _ => Prefix + (exception.Detail ?? "null"),
        };
    }
}
