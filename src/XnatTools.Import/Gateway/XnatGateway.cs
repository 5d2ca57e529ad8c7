using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Csv;

namespace XnatTools.Import.Gateway;

/// <summary>The gateways over a real connection.</summary>
public sealed class XnatGateway : IDqrGateway, ISiteGateway, IPrearchiveGateway, IPolicyGateway, ICampaignGateway
{
    private readonly XnatClient _client;

    public XnatGateway(XnatClient client) => _client = client ?? throw new ArgumentNullException(nameof(client));

    /// <inheritdoc/>
    public string Site => _client.Uri.GetLeftPart(UriPartial.Path);

    /// <inheritdoc/>
    public DateTimeOffset? ServerTime => _client.ServerTime;

    /// <inheritdoc/>
    public string? DqrVersion => _client.DqrVersion;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<BatchAnswer>> QueryBatchAsync(long pacsId, IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        IReadOnlyList<DqrBatchRow> answers = await _client.Dqr.QueryBatchAsync(DqrCsvWriter.Write(rows), pacsId, cancellationToken).ConfigureAwait(false);
        List<BatchAnswer> result = new(answers.Count);
        foreach (DqrBatchRow answer in answers)
        {
            result.Add(new BatchAnswer
            {
                AccessionNumber = answer.Criterion("accessionNumber"),
                StudyInstanceUid = answer.Criterion("studyInstanceUid"),
                PatientId = answer.Criterion("patientId"),
                PatientName = answer.Criterion("patientName"),
                PatientBirthDate = answer.Criterion("dob"),
                Modality = answer.Criterion("modality"),
                Labels = answer.RelabelMap,
                Studies = answer.Studies,
            });
        }

        return result;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PacsStudy>> QueryStudiesAsync(long pacsId, ImportRow criteria, CancellationToken cancellationToken)
    {
        (string? start, string? end) = Dates(criteria.StudyDate);
        return _client.Dqr.QueryStudiesAsync(
            new PacsCriteria
            {
                PacsId = pacsId,
                AccessionNumber = Filled(criteria.AccessionNumber),
                StudyInstanceUid = Filled(criteria.StudyInstanceUid),
                PatientId = Filled(criteria.PatientId),
                PatientName = Name(criteria),
                PatientBirthDate = Filled(criteria.PatientBirthDate),
                Modality = Filled(criteria.Modality),
                StudyDateStart = start,
                StudyDateEnd = end,
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, PacsSeries[]>> QuerySeriesAsync(long pacsId, IReadOnlyList<string> studyInstanceUids, CancellationToken cancellationToken) =>
        _client.Dqr.QuerySeriesAsync(pacsId, studyInstanceUids, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> PingAsync(long pacsId, CancellationToken cancellationToken) =>
        (await _client.Pacs.PingAsync(pacsId, cancellationToken).ConfigureAwait(false)).Successful;

    /// <inheritdoc/>
    public Task<IReadOnlyList<ImportQueueItem>> ImportAsync(ImportPost post, CancellationToken cancellationToken) =>
        _client.Dqr.ImportAsync(
            new DqrImportRequest
            {
                PacsId = post.PacsId,
                ReceiverAETitle = post.ReceiverAETitle,
                ReceiverPort = post.ReceiverPort,
                Project = post.Project,
                ForceImport = post.Force,
                RequestId = post.RequestId,
                Studies = post.Studies,
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<int> QueueCountAsync(CancellationToken cancellationToken) => _client.Dqr.QueueCountAsync(all: false, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ImportQueueItem> QueueAsync(CancellationToken cancellationToken) => _client.Dqr.QueueAsync(all: false, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ImportQueueItem> HistoryAsync(CancellationToken cancellationToken) => _client.Dqr.HistoryAsync(all: false, cancellationToken);

    /// <inheritdoc/>
    public Task<XnatPacs?> FindPacsAsync(long pacsId, CancellationToken cancellationToken) => OrNullAsync(_client.Pacs.GetAsync(pacsId, cancellationToken));

    /// <inheritdoc/>
    public Task<XnatProject?> FindProjectAsync(string project, CancellationToken cancellationToken) => OrNullAsync(_client.Projects.GetAsync(project, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> IsDqrEnabledAsync(string project, CancellationToken cancellationToken) => _client.Dqr.IsProjectEnabledAsync(project, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<XnatReceiver>?> ReceiversAsync(CancellationToken cancellationToken) => OrNullAsync(_client.Receivers.ListAsync(cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PacsWindow>?> WindowsAsync(long pacsId, CancellationToken cancellationToken)
    {
        IReadOnlyList<PacsAvailability>? all = await OrNullAsync(_client.Pacs.AvailabilityAsync(pacsId, cancellationToken)).ConfigureAwait(false);
        if (all is null)
        {
            return null;
        }

        List<PacsWindow> windows = [];
        foreach (PacsAvailability one in all)
        {
            windows.Add(new PacsWindow { Day = one.Day, Start = one.Start, End = one.End, Threads = one.IsOpen ? one.Threads : 0 });
        }

        return windows;
    }

    /// <inheritdoc/>
    public Task<XnatAnonScript?> SiteScriptAsync(CancellationToken cancellationToken) => _client.Scripts.SiteAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<XnatAnonScript?> ProjectScriptAsync(string project, CancellationToken cancellationToken) => _client.Scripts.ProjectAsync(project, cancellationToken);

    /// <inheritdoc/>
    public Task<bool?> MayEditAsync(string project, CancellationToken cancellationToken) => _client.Projects.MayEditAsync(project, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PrearchiveSession>> PrearchiveAsync(string project, CancellationToken cancellationToken) => _client.Prearchive.ListAsync(project, cancellationToken);

    /// <inheritdoc/>
    public Task<PrearchiveSession?> RefreshAsync(PrearchiveSession session, CancellationToken cancellationToken) => OrNullAsync(_client.Prearchive.GetAsync(session, cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PrearchiveScan>> PrearchiveScansAsync(PrearchiveSession session, CancellationToken cancellationToken) =>
        await OrNullAsync(_client.Prearchive.ScansAsync(session, cancellationToken)).ConfigureAwait(false) ?? [];

    /// <inheritdoc/>
    public async Task<bool> MoveAsync(PrearchiveSession session, string project, CancellationToken cancellationToken)
    {
        try
        {
            await _client.Prearchive.MoveAsync(session, project, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (XnatException fault) when (fault.Code == XnatErrorCode.PrearchiveBusy)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<ArchiveAnswer> ArchiveAsync(PrearchiveSession session, string? subject, string? label, ArchiveOverwrite overwrite, bool overwriteFiles, CancellationToken cancellationToken)
    {
        ArchiveTarget target = new() { Subject = subject, Session = label, Overwrite = overwrite, OverwriteFiles = overwriteFiles };
        ArchiveResult result = await _client.Prearchive.ArchiveAsync(session, target, cancellationToken).ConfigureAwait(false);
        return new ArchiveAnswer(result.Project, result.Subject, result.Session);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ImageSession>> ArchivedAsync(string project, CancellationToken cancellationToken) => _client.Archive.SessionsAsync(project, cancellationToken);

    /// <inheritdoc/>
    public async Task<SessionCount> CountArchivedAsync(ImageSession session, CancellationToken cancellationToken)
    {
        HashSet<string> scans = new(StringComparer.Ordinal);
        int files = 0;
        foreach (XnatFile file in await _client.Archive.FilesAsync(session.Id, null, cancellationToken).ConfigureAwait(false))
        {
            // Thumbnails and the like are no images that came from the PACS.
            if (file.Resource is null or "DICOM" or "secondary")
            {
                files++;
                if (Scan(file.Url) is string scan)
                {
                    scans.Add(scan);
                }
            }
        }

        return new SessionCount(scans.Count, files);
    }

    /// <inheritdoc/>
    public async Task RemoveQueueAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        try
        {
            await _client.Dqr.RemoveQueueAsync(ids, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException fault) when (fault.Code == XnatErrorCode.NotFound)
        {
            // Some had left the queue meanwhile; the server has deleted the others.
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PrearchiveScan>> ArchivedScansAsync(ImageSession session, CancellationToken cancellationToken)
    {
        Dictionary<string, int> files = new(StringComparer.Ordinal);
        foreach (XnatFile file in await _client.Archive.FilesAsync(session.Id, null, cancellationToken).ConfigureAwait(false))
        {
            if (file.Resource is null or "DICOM" or "secondary" && Scan(file.Url) is string scan)
            {
                files[scan] = files.TryGetValue(scan, out int count) ? count + 1 : 1;
            }
        }

        List<PrearchiveScan> scans = new(files.Count);
        foreach (KeyValuePair<string, int> scan in files)
        {
            scans.Add(new PrearchiveScan { Id = scan.Key, FileCount = scan.Value });
        }

        return scans;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DicomHeaderElement>> HeaderAsync(string source, CancellationToken cancellationToken) =>
        _client.Headers.DumpAsync(source, null, null, cancellationToken);

    private static string? Scan(string url)
    {
        string[] parts = url.Split('/');
        int index = Array.IndexOf(parts, "scans");
        return index >= 0 && index + 1 < parts.Length ? parts[index + 1] : null;
    }

    /// <summary>Null for what is not there or may not be seen; XNAT does not tell the two apart.</summary>
    private static async Task<T?> OrNullAsync<T>(Task<T> call)
        where T : class
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (XnatException fault) when (fault.Code == XnatErrorCode.NotFound || fault.Code == XnatErrorCode.PermissionDenied || fault.Code == XnatErrorCode.PacsNotFound)
        {
            return null;
        }
    }

    private static (string? Start, string? End) Dates(string? asked)
    {
        string text = asked?.Trim() ?? "";
        if (text.Length == 0 || text == "-")
        {
            return (null, null);
        }

        int dash = text.IndexOf('-');
        return dash < 0 ? (text, text) : (Filled(text.Substring(0, dash)), Filled(text.Substring(dash + 1)));
    }

    private static string? Name(ImportRow row) => (Filled(row.LastName), Filled(row.FirstName)) switch
    {
        (null, null) => null,
        (string last, null) => last,
        (string last, string first) => last + "^" + first,
        (null, string first) => "*^" + first,
    };

    private static string? Filled(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
}
