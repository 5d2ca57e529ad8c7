using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Tests.Fakes;

/// <summary>A site whose PACS answers an echo even while its queries fail.</summary>
internal sealed class PingsUp(IDqrGateway inner) : IDqrGateway
{
    public string Site => inner.Site;

    public DateTimeOffset? ServerTime => inner.ServerTime;

    public Task<IReadOnlyList<BatchAnswer>> QueryBatchAsync(long pacsId, IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken) => inner.QueryBatchAsync(pacsId, rows, cancellationToken);

    public Task<IReadOnlyList<PacsStudy>> QueryStudiesAsync(long pacsId, ImportRow criteria, CancellationToken cancellationToken) => inner.QueryStudiesAsync(pacsId, criteria, cancellationToken);

    public Task<IReadOnlyDictionary<string, PacsSeries[]>> QuerySeriesAsync(long pacsId, IReadOnlyList<string> studyInstanceUids, CancellationToken cancellationToken) => inner.QuerySeriesAsync(pacsId, studyInstanceUids, cancellationToken);

    public Task<bool> PingAsync(long pacsId, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<IReadOnlyList<ImportQueueItem>> ImportAsync(ImportPost post, CancellationToken cancellationToken) => inner.ImportAsync(post, cancellationToken);

    public Task<int> QueueCountAsync(CancellationToken cancellationToken) => inner.QueueCountAsync(cancellationToken);

    public IAsyncEnumerable<ImportQueueItem> QueueAsync(CancellationToken cancellationToken) => inner.QueueAsync(cancellationToken);

    public IAsyncEnumerable<ImportQueueItem> HistoryAsync(CancellationToken cancellationToken) => inner.HistoryAsync(cancellationToken);
}
