using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Simulation.Process;

/// <summary>The way from a process that can be killed to the site: each call is a step before, while and after it is on its way.</summary>
public sealed class MortalGateway(IDqrGateway dqr, ISiteGateway site, IPrearchiveGateway prearchive, ICampaignGateway campaign, ILife life, string process = "") : IDqrGateway, ISiteGateway, IPrearchiveGateway, ICampaignGateway
{
    /// <summary>With the name of the process, where several are played in one: what one process holds does not bind another.</summary>
    public string Site => dqr.Site + process;

    public DateTimeOffset? ServerTime => dqr.ServerTime;

    public string? DqrVersion => site.DqrVersion;

    public Task<IReadOnlyList<BatchAnswer>> QueryBatchAsync(long pacsId, IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken) =>
        CallAsync("batch", () => dqr.QueryBatchAsync(pacsId, rows, cancellationToken));

    public Task<IReadOnlyList<PacsStudy>> QueryStudiesAsync(long pacsId, ImportRow criteria, CancellationToken cancellationToken) =>
        CallAsync("studies", () => dqr.QueryStudiesAsync(pacsId, criteria, cancellationToken));

    public Task<IReadOnlyDictionary<string, PacsSeries[]>> QuerySeriesAsync(long pacsId, IReadOnlyList<string> studyInstanceUids, CancellationToken cancellationToken) =>
        CallAsync("series", () => dqr.QuerySeriesAsync(pacsId, studyInstanceUids, cancellationToken));

    public Task<bool> PingAsync(long pacsId, CancellationToken cancellationToken) => CallAsync("ping", () => dqr.PingAsync(pacsId, cancellationToken));

    public Task<IReadOnlyList<ImportQueueItem>> ImportAsync(ImportPost post, CancellationToken cancellationToken) =>
        CallAsync("import", () => dqr.ImportAsync(post, cancellationToken));

    public Task<int> QueueCountAsync(CancellationToken cancellationToken) => CallAsync("queue count", () => dqr.QueueCountAsync(cancellationToken));

    public IAsyncEnumerable<ImportQueueItem> QueueAsync(CancellationToken cancellationToken) => ListAsync("queue", dqr.QueueAsync(cancellationToken), cancellationToken);

    public IAsyncEnumerable<ImportQueueItem> HistoryAsync(CancellationToken cancellationToken) => ListAsync("history", dqr.HistoryAsync(cancellationToken), cancellationToken);

    public Task<XnatPacs?> FindPacsAsync(long pacsId, CancellationToken cancellationToken) => CallAsync("pacs", () => site.FindPacsAsync(pacsId, cancellationToken));

    public Task<XnatProject?> FindProjectAsync(string project, CancellationToken cancellationToken) => CallAsync("project", () => site.FindProjectAsync(project, cancellationToken));

    public Task<bool> IsDqrEnabledAsync(string project, CancellationToken cancellationToken) => CallAsync("enabled", () => site.IsDqrEnabledAsync(project, cancellationToken));

    public Task<IReadOnlyList<XnatReceiver>?> ReceiversAsync(CancellationToken cancellationToken) => CallAsync("receivers", () => site.ReceiversAsync(cancellationToken));

    public Task<IReadOnlyList<PacsWindow>?> WindowsAsync(long pacsId, CancellationToken cancellationToken) => CallAsync("windows", () => site.WindowsAsync(pacsId, cancellationToken));

    public Task<IReadOnlyList<PrearchiveSession>> PrearchiveAsync(string project, CancellationToken cancellationToken) =>
        CallAsync("prearchive", () => prearchive.PrearchiveAsync(project, cancellationToken));

    public Task<PrearchiveSession?> RefreshAsync(PrearchiveSession session, CancellationToken cancellationToken) =>
        CallAsync("prearchive session", () => prearchive.RefreshAsync(session, cancellationToken));

    public Task<IReadOnlyList<PrearchiveScan>> PrearchiveScansAsync(PrearchiveSession session, CancellationToken cancellationToken) =>
        CallAsync("prearchive scans", () => prearchive.PrearchiveScansAsync(session, cancellationToken));

    public Task<bool> MoveAsync(PrearchiveSession session, string project, CancellationToken cancellationToken) =>
        CallAsync("move", () => prearchive.MoveAsync(session, project, cancellationToken));

    public Task<ArchiveAnswer> ArchiveAsync(PrearchiveSession session, string? subject, string? label, ArchiveOverwrite overwrite, bool overwriteFiles, CancellationToken cancellationToken) =>
        CallAsync("archive", () => prearchive.ArchiveAsync(session, subject, label, overwrite, overwriteFiles, cancellationToken));

    public Task<IReadOnlyList<ImageSession>> ArchivedAsync(string project, CancellationToken cancellationToken) =>
        CallAsync("archive sessions", () => prearchive.ArchivedAsync(project, cancellationToken));

    public Task<SessionCount> CountArchivedAsync(ImageSession session, CancellationToken cancellationToken) =>
        CallAsync("archive files", () => prearchive.CountArchivedAsync(session, cancellationToken));

    public Task RemoveQueueAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) => CallAsync("remove", async () =>
    {
        await campaign.RemoveQueueAsync(ids, cancellationToken).ConfigureAwait(false);
        return true;
    });

    public Task<IReadOnlyList<PrearchiveScan>> ArchivedScansAsync(ImageSession session, CancellationToken cancellationToken) =>
        CallAsync("archive scans", () => campaign.ArchivedScansAsync(session, cancellationToken));

    public Task<IReadOnlyList<DicomHeaderElement>> HeaderAsync(string source, CancellationToken cancellationToken) =>
        CallAsync("header", () => campaign.HeaderAsync(source, cancellationToken));

    /// <summary>A gateway over one object that is all four.</summary>
    public static MortalGateway Over<T>(T site, ILife life, string process = "")
        where T : IDqrGateway, ISiteGateway, IPrearchiveGateway, ICampaignGateway => new(site, site, site, site, life, process);

    private async Task<T> CallAsync<T>(string name, Func<Task<T>> call)
    {
        await life.StepAsync(name).ConfigureAwait(false);
        Task<T> running = call();
        await life.StepAsync(name + " begun").ConfigureAwait(false);
        try
        {
            return await running.ConfigureAwait(false);
        }
        finally
        {
            await life.StepAsync(name + " done").ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<ImportQueueItem> ListAsync(string name, IAsyncEnumerable<ImportQueueItem> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await life.StepAsync(name).ConfigureAwait(false);
        await foreach (ImportQueueItem item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }

        await life.StepAsync(name + " done").ConfigureAwait(false);
    }
}
