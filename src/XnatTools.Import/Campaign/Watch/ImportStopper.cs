using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>Takes back what an import that nobody runs has waiting, at the server and in its ledger. What is being retrieved goes on.</summary>
public static class ImportStopper
{
    /// <summary>Deletes the import's own waiting records and writes that into its ledger. Number of studies taken back.</summary>
    public static async Task<int> CancelWaitingAsync(CampaignSite site, LedgerFile ledger, CancellationToken cancellationToken)
    {
        if (site is null || ledger is null)
        {
            throw new ArgumentNullException(site is null ? nameof(site) : nameof(ledger));
        }

        List<LedgerStudy> studies = [];
        Dictionary<string, LedgerStudy> wanted = new(StringComparer.Ordinal);
        foreach (LedgerStudy study in ledger.State.Studies)
        {
            if (!study.IsFinal && study.InFlight && study.Identifiers is { } known)
            {
                wanted[known.StudyInstanceUid] = study;
            }
            else if (study is { State: ImportState.Planned, IsFinal: false })
            {
                studies.Add(study);
            }
        }

        List<long> ids = [];
        string job = ledger.State.Header.JobId + "/";
        await foreach (ImportQueueItem item in site.Dqr.QueueAsync(cancellationToken).ConfigureAwait(false))
        {
            bool waits = !string.Equals(item.Status, "PROCESSING", StringComparison.OrdinalIgnoreCase);
            bool ours = item.RequestId?.StartsWith(job, StringComparison.Ordinal) ?? string.Equals(item.Project, ledger.State.Header.Project, StringComparison.OrdinalIgnoreCase);
            if (waits && ours && wanted.TryGetValue(item.StudyInstanceUid, out LedgerStudy? study))
            {
                ids.Add(item.Id);
                studies.Add(study);
                wanted.Remove(item.StudyInstanceUid);
            }
        }

        if (studies.Count == 0)
        {
            return 0;
        }

        if (ids.Count > 0)
        {
            ledger.Append(LedgerEntries.Note(LedgerKind.Clear, "Waiting records are taken back."));
            await site.Campaign.RemoveQueueAsync(ids, cancellationToken).ConfigureAwait(false);
        }

        List<LedgerEntry> entries = [LedgerEntries.Note(LedgerKind.Stop, "Stopped: what waited was taken back.")];
        foreach (LedgerStudy study in studies)
        {
            entries.Add(LedgerEntries.State(new StudyChange(study.Key, ImportState.Cancelled) { IsFinal = true, Reason = "Taken back before it began." }));
        }

        ledger.Append(entries);
        return studies.Count;
    }
}
