using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>
/// The plugin's faults often say only "null", and a refused import says nothing at all. Which it was is found by looking at
/// what was asked: does the PACS exist, may it be queried, does the receiver exist, is the project enabled?
/// </summary>
internal sealed class DqrExplain
{
    private readonly PacsArea _pacs;
    private readonly ReceiverArea _receivers;
    private readonly DqrArea _dqr;

    public DqrExplain(PacsArea pacs, ReceiverArea receivers, DqrArea dqr)
    {
        _pacs = pacs;
        _receivers = receivers;
        _dqr = dqr;
    }

    /// <summary>True when the answer leaves the cause open and nothing more specific is known.</summary>
    public static bool IsDoubtful(XnatException error) =>
        ErrorMap.SaysNull(error) || error.Code == XnatErrorCode.PermissionDenied || error.Code == XnatErrorCode.NotFound || error.Code == XnatErrorCode.ServerError;

    public async Task<XnatException?> QueryAsync(XnatException error, long pacsId, CancellationToken cancellationToken)
    {
        try
        {
            return await PacsAsync(error, pacsId, cancellationToken).ConfigureAwait(false)
                ?? (error.Code == XnatErrorCode.ServerError || error.Code == XnatErrorCode.Conflict ? Better(error, XnatErrorCode.PacsQueryFailed, "The query failed at the server, which gives no reason.") : null);
        }
        catch (XnatException)
        {
            return null; // asking did not help; the first error stands
        }
    }

    public async Task<XnatException?> ImportAsync(XnatException error, DqrImportRequest import, CancellationToken cancellationToken)
    {
        try
        {
            if (error.Code == XnatErrorCode.PermissionDenied)
            {
                return await _dqr.IsProjectEnabledAsync(import.Project, cancellationToken).ConfigureAwait(false)
                    ? null
                    : Better(error, XnatErrorCode.DqrNotEnabled, "DQR is not enabled for the project.");
            }

            if (await PacsAsync(error, import.PacsId, cancellationToken).ConfigureAwait(false) is { } pacs)
            {
                return pacs;
            }

            foreach (XnatReceiver receiver in await _receivers.ListAsync(cancellationToken).ConfigureAwait(false))
            {
                if (string.Equals(receiver.AETitle, import.ReceiverAETitle, StringComparison.OrdinalIgnoreCase) && (import.ReceiverPort == 0 || receiver.Port == import.ReceiverPort))
                {
                    return null;
                }
            }

            // Without relabelling, or with forceImport, the server does not look at the receiver: then this was not the cause.
            return Better(error, XnatErrorCode.ReceiverNotFound, string.Format(CultureInfo.InvariantCulture, "XNAT has no receiver of that AE title on port {0}.", import.ReceiverPort), import.ForceImport && error.MayHaveActed);
        }
        catch (XnatException)
        {
            return null;
        }
    }

    private async Task<XnatException?> PacsAsync(XnatException error, long pacsId, CancellationToken cancellationToken)
    {
        IReadOnlyList<XnatPacs> all = await _pacs.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (XnatPacs pacs in all)
        {
            if (pacsId == 0 ? pacs.IsDefault : pacs.Id == pacsId)
            {
                return pacs.Queryable ? null : Better(error, XnatErrorCode.PacsNotQueryable, string.Format(CultureInfo.InvariantCulture, "XNAT may not query PACS {0}.", pacs.Id));
            }
        }

        return Better(error, XnatErrorCode.PacsNotFound, pacsId == 0 ? "XNAT has no default PACS." : string.Format(CultureInfo.InvariantCulture, "XNAT does not know PACS {0}.", pacsId));
    }

    // Nothing was queued in these cases, as a rule: the server checks them before it begins.
    private static XnatException Better(XnatException error, XnatErrorCode code, string message, bool mayHaveActed = false) => new(code, $"{message} ({error.Request})", error)
    {
        MayHaveActed = mayHaveActed,
        Status = error.Status,
        Request = error.Request,
        ServerText = error.ServerText,
    };
}
