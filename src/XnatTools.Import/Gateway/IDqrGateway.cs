using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Gateway;

/// <summary>What a query and an import need from the DQR plugin. The fault tests stand in for it.</summary>
public interface IDqrGateway
{
    /// <summary>Names the site, so that one PACS of it never gets two imports at once from this process.</summary>
    string Site { get; }

    /// <summary>The server's own clock at its last answer (the Date header, in whole seconds).</summary>
    DateTimeOffset? ServerTime { get; }

    /// <summary>Asks a chunk of rows (POST query/batch). The answer may leave rows out without a word.</summary>
    Task<IReadOnlyList<BatchAnswer>> QueryBatchAsync(long pacsId, IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken);

    /// <summary>Asks by criteria (POST query/studies); empty when there is nothing.</summary>
    Task<IReadOnlyList<PacsStudy>> QueryStudiesAsync(long pacsId, ImportRow criteria, CancellationToken cancellationToken);

    /// <summary>The series of each study, by study UID (POST query/series).</summary>
    Task<IReadOnlyDictionary<string, PacsSeries[]>> QuerySeriesAsync(long pacsId, IReadOnlyList<string> studyInstanceUids, CancellationToken cancellationToken);

    /// <summary>Whether the PACS answers XNAT's C-ECHO now.</summary>
    Task<bool> PingAsync(long pacsId, CancellationToken cancellationToken);

    /// <summary>Asks for studies to be queued (POST import). The answer may be shorter than the request.</summary>
    Task<IReadOnlyList<ImportQueueItem>> ImportAsync(ImportPost post, CancellationToken cancellationToken);

    /// <summary>How many of the caller's records wait in the queue.</summary>
    Task<int> QueueCountAsync(CancellationToken cancellationToken);

    /// <summary>The caller's records in the queue.</summary>
    IAsyncEnumerable<ImportQueueItem> QueueAsync(CancellationToken cancellationToken);

    /// <summary>The caller's history, newest first; no more is read than is enumerated.</summary>
    IAsyncEnumerable<ImportQueueItem> HistoryAsync(CancellationToken cancellationToken);
}
