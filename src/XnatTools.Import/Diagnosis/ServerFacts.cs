using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Diagnosis;

/// <summary>What the server says about an import at one look. What cannot be seen with the caller's rights stays null.</summary>
public sealed class ServerFacts
{
    private const int MostHistory = 5000;

    /// <summary>Why the server could not be asked; null when it could.</summary>
    public XnatException? Fault { get; internal set; }

    /// <summary>The server's clock.</summary>
    public DateTimeOffset? ServerTime { get; internal set; }

    /// <summary>Whether the PACS answers XNAT's echo; null when it was not tried.</summary>
    public bool? PacsAnswers { get; internal set; }

    /// <summary>The windows in which XNAT retrieves from the PACS.</summary>
    public IReadOnlyList<PacsWindow>? Windows { get; internal set; }

    /// <summary>XNAT's receivers.</summary>
    public IReadOnlyList<XnatReceiver>? Receivers { get; internal set; }

    /// <summary>Records of the import's studies in the queue, by study UID.</summary>
    public Dictionary<string, ImportQueueItem> Queue { get; } = new(StringComparer.Ordinal);

    /// <summary>How many other records of the caller wait in the queue.</summary>
    public int OtherQueued { get; internal set; }

    /// <summary>Newest history record of the import's own requests, by study UID.</summary>
    public Dictionary<string, ImportQueueItem> History { get; } = new(StringComparer.Ordinal);

    /// <summary>Sessions in the project's prearchive, by study UID.</summary>
    public Dictionary<string, PrearchiveSession> Prearchive { get; } = new(StringComparer.Ordinal);

    /// <summary>Studies of the import that lie in Unassigned, by study UID.</summary>
    public HashSet<string> Unassigned { get; } = new(StringComparer.Ordinal);

    /// <summary>Archived sessions of the project, by study UID.</summary>
    public Dictionary<string, ImageSession> Archived { get; } = new(StringComparer.Ordinal);

    /// <summary>Looks at the server. A fault ends the look and is kept; what was seen before stays.</summary>
    /// <param name="site">The site's settings.</param>
    /// <param name="dqr">Its DQR plugin.</param>
    /// <param name="prearchive">Its prearchive and archive.</param>
    /// <param name="state">The import.</param>
    /// <param name="thorough">Whether to look at PACS, receivers and Unassigned as well: the echo leaves a row at the server each time.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<ServerFacts> ReadAsync(ISiteGateway site, IDqrGateway dqr, IPrearchiveGateway prearchive, LedgerState state, bool thorough, CancellationToken cancellationToken)
    {
        ServerFacts facts = new();
        try
        {
            await facts.ReadListsAsync(dqr, prearchive, state, cancellationToken).ConfigureAwait(false);
            if (thorough)
            {
                facts.Windows = await site.WindowsAsync(state.Header.PacsId, cancellationToken).ConfigureAwait(false);
                facts.Receivers = await site.ReceiversAsync(cancellationToken).ConfigureAwait(false);
                facts.PacsAnswers = await dqr.PingAsync(state.Header.PacsId, cancellationToken).ConfigureAwait(false);
                await facts.ReadUnassignedAsync(prearchive, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (XnatException fault)
        {
            facts.Fault = fault;
        }

        facts.ServerTime = dqr.ServerTime;
        return facts;
    }

    /// <summary>How far the server has it; null when it shows nothing of it. Never better than arriving: only a count proves more.</summary>
    public ImportState? StateOf(LedgerStudy study)
    {
        string? uid = study?.Identifiers?.StudyInstanceUid;
        if (uid is null || study!.IsFinal || study.Attempts == 0)
        {
            return null;
        }

        if (Queue.TryGetValue(uid, out ImportQueueItem? queued))
        {
            return string.Equals(queued.Status, "PROCESSING", StringComparison.OrdinalIgnoreCase) ? ImportState.Retrieving : ImportState.Queued;
        }

        return Prearchive.ContainsKey(uid) || Archived.ContainsKey(uid) ? ImportState.Arriving : null;
    }

    private async Task ReadListsAsync(IDqrGateway dqr, IPrearchiveGateway prearchive, LedgerState state, CancellationToken cancellationToken)
    {
        HashSet<string> wanted = new(StringComparer.Ordinal);
        DateTimeOffset oldest = state.Header.Started.AddHours(-1);
        foreach (LedgerStudy study in state.Studies)
        {
            if (!study.IsFinal && study.Identifiers is { } known)
            {
                wanted.Add(known.StudyInstanceUid);
            }
        }

        string project = state.Header.Project;
        await foreach (ImportQueueItem item in dqr.QueueAsync(cancellationToken).ConfigureAwait(false))
        {
            if (wanted.Contains(item.StudyInstanceUid) && string.Equals(item.Project, project, StringComparison.OrdinalIgnoreCase))
            {
                Queue[item.StudyInstanceUid] = item;
            }
            else
            {
                OtherQueued++;
            }
        }

        if (wanted.Count == 0)
        {
            return;
        }

        int left = MostHistory;
        await foreach (ImportQueueItem item in dqr.HistoryAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.ExecutedTime < oldest || --left == 0)
            {
                break;
            }

            bool ours = item.RequestId is null || item.RequestId.StartsWith(state.Header.JobId + "/", StringComparison.Ordinal);
            if (ours && wanted.Contains(item.StudyInstanceUid) && (!History.TryGetValue(item.StudyInstanceUid, out ImportQueueItem? newer) || item.ExecutedTime > newer.ExecutedTime))
            {
                History[item.StudyInstanceUid] = item;
            }
        }

        foreach (PrearchiveSession session in await prearchive.PrearchiveAsync(project, cancellationToken).ConfigureAwait(false))
        {
            if (session.StudyInstanceUid is string uid && wanted.Contains(uid))
            {
                Prearchive[uid] = session;
            }
        }

        foreach (ImageSession session in await prearchive.ArchivedAsync(project, cancellationToken).ConfigureAwait(false))
        {
            if (session.StudyInstanceUid is string uid && wanted.Contains(uid))
            {
                Archived[uid] = session;
            }
        }
    }

    private async Task ReadUnassignedAsync(IPrearchiveGateway prearchive, CancellationToken cancellationToken)
    {
        try
        {
            foreach (PrearchiveSession session in await prearchive.PrearchiveAsync("Unassigned", cancellationToken).ConfigureAwait(false))
            {
                if (session.StudyInstanceUid is string uid && History.ContainsKey(uid))
                {
                    Unassigned.Add(uid);
                }
            }
        }
        catch (XnatException fault) when (!fault.Code.IsTerminating)
        {
            // Only administrators see it.
        }
    }
}
