using System;
using System.Globalization;

namespace XnatTools.Client;

/// <summary>
/// Turns an answer that is no success into one of our errors. XNAT has two generations of error handling: in the older one
/// nearly every fault of the DQR plugin is 500, in the newer one it has its own status; and the plugin's PACS faults carry
/// no message, so "null" is all the server says. Both are read here, and nowhere else.
/// </summary>
internal static class ErrorMap
{
    private const string CatchAll = "There was an error in the request";

    public static XnatException From(XnatResponse response, bool? dqrInstalled)
    {
        string? text = response.Status == 401 ? null : ErrorText.From(response);
        (XnatErrorCode code, string message, string? advice) = Choose(response, text ?? "", dqrInstalled);
        bool unsure = !response.Request.IsSafe && (response.Status >= 500 || code == XnatErrorCode.OutcomeUnknown) && !IsRefusedBeforehand(code);
        return Make(response.Request, code, message, response.Status, text, advice, unsure, response.RetryAfter);
    }

    public static XnatException Make(XnatRequest request, XnatErrorCode code, string message, int status = 0, string? serverText = null, string? advice = null, bool mayHaveActed = false, TimeSpan? retryAfter = null, Exception? inner = null) =>
        new(code, $"{message} ({request.Label}{(status == 0 ? "" : ": " + status.ToString(CultureInfo.InvariantCulture))})", inner)
        {
            Status = status,
            Request = request.Label,
            ServerText = serverText,
            Advice = advice,
            MayHaveActed = mayHaveActed,
            RetryAfter = retryAfter,
        };

    /// <summary>True for an error that says nothing but "null": the plugin's PACS faults, and any null pointer.</summary>
    public static bool SaysNull(XnatException error)
    {
        string text = error.ServerText ?? "";
        return text.StartsWith(CatchAll, StringComparison.Ordinal) && text.TrimEnd().EndsWith(": null", StringComparison.Ordinal);
    }

    private static (XnatErrorCode Code, string Message, string? Advice) Choose(XnatResponse response, string text, bool? dqrInstalled)
    {
        XnatRequest request = response.Request;
        if (response.Status == 404 && IsPlugin(request) && (dqrInstalled == false || (dqrInstalled is null && response.LooksLikeMarkup())))
        {
            return (XnatErrorCode.DqrNotInstalled, "This XNAT has no DICOM Query-Retrieve plugin.", null);
        }

        if (IsPlugin(request) && Plugin(request, response.Status, text) is { } plugin)
        {
            return plugin;
        }

        if (request.About is XnatSubjectOfCall.Prearchive or XnatSubjectOfCall.ArchiveService && Prearchive(request, response.Status, text) is { } prearchive)
        {
            return prearchive;
        }

        if (request.About == XnatSubjectOfCall.ImportService && Import(response.Status, text) is { } import)
        {
            return import;
        }

        return General(request, response, text);
    }

    private static (XnatErrorCode, string, string?)? Import(int status, string text)
    {
        bool says(string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
        return status switch
        {
            400 when says("File posts must include") => (XnatErrorCode.UploadBodyLost, "The upload reached the server without its body.", null),
            400 when says("unable to archive") => (XnatErrorCode.Conflict, "What was uploaded could not be archived; it waits in the prearchive.", "Look at the session there (Get-XnatPrearchive)."),
            507 => (XnatErrorCode.ServerError, "The server's disk is full.", "Tell the XNAT administrator; what was sent so far stays in the prearchive."),
            _ => null,
        };
    }

    private static (XnatErrorCode, string, string?)? Plugin(XnatRequest request, int status, string text)
    {
        string pacs = request.PacsId is long id ? string.Format(CultureInfo.InvariantCulture, "PACS {0}", id) : "the PACS";
        bool says(string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
        bool isNull = text.StartsWith(CatchAll, StringComparison.Ordinal) && text.TrimEnd().EndsWith(": null", StringComparison.Ordinal);
        bool asksPacs = request.About is XnatSubjectOfCall.Pacs or XnatSubjectOfCall.PacsQuery or XnatSubjectOfCall.DqrImport;

        if (says("custom processing") || says("remapping") || (request.About == XnatSubjectOfCall.DqrImport && status is 400 or 500 && says("processor")))
        {
            return (XnatErrorCode.RelabelImpossible, "The receiver cannot relabel: it lacks custom processing, or the site lacks the processor for it. Nothing was queued.", null);
        }

        if (status is 400 or 500 && says("C-ECHO"))
        {
            return (XnatErrorCode.PacsUnreachable, $"XNAT could not reach {pacs}.", null);
        }

        if (status is 400 or 500 && (says("A DQR run-time exception occurred") || says("Could not find series")))
        {
            return (XnatErrorCode.PacsQueryFailed, $"The query of {pacs} failed.", null);
        }

        if (status == 400 && says("1000"))
        {
            return (XnatErrorCode.RequestRejected, "The sheet has more rows than the server takes at once (1000).", null);
        }

        if (asksPacs && isNull)
        {
            return status switch
            {
                404 => (XnatErrorCode.PacsNotFound, $"XNAT does not know {pacs}.", null),
                409 => (XnatErrorCode.PacsNotQueryable, $"XNAT may not query {pacs}.", null),
                503 => (XnatErrorCode.PacsUnreachable, $"XNAT could not reach {pacs}.", null),
                _ => null,
            };
        }

        return null;
    }

    private static (XnatErrorCode, string, string?)? Prearchive(XnatRequest request, int status, string text)
    {
        bool says(string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
        if (status == 423 || (status is 403 or 409 && (says("already in progress") || says("locked"))))
        {
            return (XnatErrorCode.PrearchiveBusy, "The session is busy at the server.", null);
        }

        return status switch
        {
            400 when says("Unassigned") => (XnatErrorCode.RequestRejected, "A session without a project cannot be archived.", "Move it to a project first."),
            409 => (XnatErrorCode.Conflict, "The session conflicts with what is there already.", null),
            500 when !request.IsSafe => (XnatErrorCode.PrearchiveFailed, "The server failed while it worked on the session.", null),
            _ => null,
        };
    }

    private static (XnatErrorCode, string, string?) General(XnatRequest request, XnatResponse response, string text) => response.Status switch
    {
        401 => (XnatErrorCode.AuthenticationFailed, "The server refused the login.", null),
        403 when text.IndexOf("expired", StringComparison.OrdinalIgnoreCase) >= 0 && text.IndexOf("password", StringComparison.OrdinalIgnoreCase) >= 0 =>
            (XnatErrorCode.PasswordExpired, "The password has expired.", null),
        403 or 412 => (XnatErrorCode.PermissionDenied, "The server does not allow it.", null),
        404 => (XnatErrorCode.NotFound, "The server found nothing there, or does not let this user see it.", null),
        408 or 504 => request.IsSafe
            ? (XnatErrorCode.Timeout, "The server or a gateway before it gave up waiting.", null)
            : (XnatErrorCode.OutcomeUnknown, "A gateway gave up waiting; the server may still be working.", null),
        409 => (XnatErrorCode.Conflict, "It clashes with something that exists.", null),
        423 => (XnatErrorCode.Locked, "It is locked at the server.", null),
        429 or 503 => (XnatErrorCode.ServerBusy, "The server is busy.", null),
        502 when !request.IsSafe => (XnatErrorCode.OutcomeUnknown, "A gateway lost the server while it was working.", null),
        >= 300 and < 400 => Redirect(response),
        >= 400 and < 500 => (XnatErrorCode.RequestRejected, "The server rejected the request.", null),
        >= 500 => (XnatErrorCode.ServerError, "The server failed.", null),
        _ => (XnatErrorCode.UnexpectedResponse, "The server answered with a status that the API does not have.", null),
    };

    private static (XnatErrorCode, string, string?) Redirect(XnatResponse response)
    {
        string target = response.Location ?? "";
        return target.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
            ? (XnatErrorCode.UnexpectedResponse, "The site sends us to another address.", "If the address was given with http://, give it with https://; otherwise check that it is the site's own.")
            : (XnatErrorCode.UnexpectedResponse, "The site sends us to another address, which is not followed.", null);
    }

    // The server finds these out before it begins.
    private static bool IsRefusedBeforehand(XnatErrorCode code) => code == XnatErrorCode.ServerBusy || code == XnatErrorCode.RelabelImpossible
        || code == XnatErrorCode.PacsNotFound || code == XnatErrorCode.PacsNotQueryable;

    private static bool IsPlugin(XnatRequest request) =>
        request.Template.StartsWith("/xapi/dqr", StringComparison.Ordinal) || request.Template.StartsWith("/xapi/pacs", StringComparison.Ordinal);
}
