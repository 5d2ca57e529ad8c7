using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>
/// The DICOM Query-Retrieve plugin. Query and import calls last as long as the PACS takes. Nothing here repeats a POST: after
/// <see cref="XnatErrorCode.OutcomeUnknown"/>, or any error with <c>MayHaveActed</c>, read queue and history first.
/// </summary>
public sealed class DqrArea
{
    private readonly XnatHttp _http;
    private readonly DqrExplain _explain;
    private readonly DqrQueue _queue;

    internal DqrArea(XnatHttp http, PacsArea pacs, ReceiverArea receivers)
    {
        _http = http;
        _queue = new DqrQueue(http);
        _explain = new DqrExplain(pacs, receivers, this);
    }

    /// <summary>GET /xapi/dqr/settings. For users with access to all data; else PermissionDenied.</summary>
    public async Task<DqrSettings> SettingsAsync(CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Get("/xapi/dqr/settings"), cancellationToken).ConfigureAwait(false);
        using JsonDocument json = JsonRead.Parse(response);
        JsonElement root = json.RootElement;
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        if (root.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in root.EnumerateObject())
            {
                if (JsonRead.AsText(property.Value) is string value)
                {
                    values[property.Name] = value;
                }
            }
        }

        return new DqrSettings
        {
            CallingAETitle = root.Text("dqrCallingAe"),
            CheckFrequency = root.Text("pacsAvailabilityCheckFrequency"),
            MaximumAttempts = root.Int("dqrMaxPacsRequestAttempts") ?? root.Int("dqrMaxPacsCMOVEAttempts"),
            RetryWait = (root.Long("dqrWaitToRetryRequestInSeconds") ?? root.Long("dqrWaitToRetryCMOVETimeInSeconds")) is long seconds ? TimeSpan.FromSeconds(seconds) : null,
            AssumeSameSessionIfArrivedWithin = root.Text("assumeSameSessionIfArrivedWithin"),
            AllowAllUsers = root.Bool("allowAllUsersToUseDqr"),
            AllowAllProjects = root.Bool("allowAllProjectsToUseDqr"),
            Values = values,
        };
    }

    /// <summary>Whether DQR may import into the project (also true where the site allows all projects).</summary>
    public async Task<bool> IsProjectEnabledAsync(string project, CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Make(HttpMethod.Get, "/xapi/dqr/settings/project/{project}/enabled", [project], null, XnatAnswer.Text, XnatSubjectOfCall.DqrSettings), cancellationToken).ConfigureAwait(false);
        return JsonRead.AsBool(response.Text().Trim('"', ' ', '\r', '\n'))
            ?? throw ErrorMap.Make(response.Request, XnatErrorCode.UnexpectedResponse, "The answer is neither true nor false.", response.Status);
    }

    /// <summary>Allows or forbids DQR for a project. For administrators.</summary>
    public async Task SetProjectEnabledAsync(string project, bool enabled, CancellationToken cancellationToken)
    {
        byte[] body = DqrWrite.Enabled(enabled);
        await _http.SendAsync(XnatRequest.Make(HttpMethod.Put, "/xapi/dqr/settings/project/{project}", [project], () => DqrWrite.Content(body), XnatAnswer.Any, XnatSubjectOfCall.DqrSettings, unchangedIsFine: true), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Studies on the PACS; empty when it has none. Exactly 500 means the server may have cut the answer off.</summary>
    public async Task<IReadOnlyList<PacsStudy>> QueryStudiesAsync(PacsCriteria criteria, CancellationToken cancellationToken)
    {
        byte[] body = DqrWrite.Criteria(criteria);
        XnatRequest request = Query("/xapi/dqr/query/studies", () => DqrWrite.Content(body), criteria.PacsId);
        XnatResponse response = await SendAsync(request, criteria.PacsId, cancellationToken).ConfigureAwait(false);
        List<PacsStudy> studies = [];
        if (response.Status == 204 || response.Body.Length == 0)
        {
            return studies;
        }

        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement item in json.RootElement.Items())
        {
            studies.Add(DqrRead.Study(item, criteria.PacsId, RelabelMap.Empty));
        }

        return studies;
    }

    /// <summary>
    /// Asks for every row of a sheet (canonical: ASCII, LF, no quotes). Rows whose query failed are missing from the answer
    /// without a word; an unreachable PACS gives an empty answer. Match by criteria.
    /// </summary>
    public async Task<IReadOnlyList<DqrBatchRow>> QueryBatchAsync(byte[] csv, long pacsId, CancellationToken cancellationToken)
    {
        string id = pacsId.ToString(CultureInfo.InvariantCulture);
        XnatRequest request = Query("/xapi/dqr/query/batch", () => Sheet(csv), pacsId).With("pacsId", id);
        XnatResponse response = await SendAsync(request, pacsId, cancellationToken).ConfigureAwait(false);
        List<DqrBatchRow> rows = [];
        if (response.Status == 204)
        {
            return rows;
        }

        using JsonDocument json = JsonRead.Parse(response);
        if (json.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw ErrorMap.Make(request, XnatErrorCode.UnexpectedResponse, "The answer is no list of rows.", response.Status);
        }

        foreach (JsonElement item in json.RootElement.Items())
        {
            rows.Add(DqrRead.BatchRow(item, pacsId));
        }

        return rows;
    }

    /// <summary>Series of studies, by study UID. A study without series has an empty list; one the server left out is missing.</summary>
    public async Task<IReadOnlyDictionary<string, PacsSeries[]>> QuerySeriesAsync(long pacsId, IReadOnlyList<string> studyInstanceUids, CancellationToken cancellationToken)
    {
        Dictionary<string, PacsSeries[]> all = new(StringComparer.Ordinal);
        if (studyInstanceUids.Count == 0)
        {
            return all;
        }

        byte[] body = DqrWrite.Series(pacsId, studyInstanceUids);
        XnatResponse response = await SendAsync(Query("/xapi/dqr/query/series", () => DqrWrite.Content(body), pacsId), pacsId, cancellationToken).ConfigureAwait(false);
        if (response.Status == 204)
        {
            return all;
        }

        using JsonDocument json = JsonRead.Parse(response);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw ErrorMap.Make(response.Request, XnatErrorCode.UnexpectedResponse, "The answer is no list of series by study.", response.Status);
        }

        foreach (JsonProperty study in json.RootElement.EnumerateObject())
        {
            List<PacsSeries> series = [];
            JsonElement list = study.Value;
            if (list.ValueKind == JsonValueKind.Array || list.Find("results", out list))
            {
                foreach (JsonElement item in list.Items())
                {
                    series.Add(DqrRead.Series(item, study.Name, pacsId));
                }
            }

            all[study.Name] = series.ToArray();
        }

        return all;
    }

    /// <summary>
    /// Puts studies into the server's queue. The answer holds what was queued and may be shorter than the request without a
    /// word. There is no check for duplicates at the server, and this call is never repeated.
    /// </summary>
    public async Task<IReadOnlyList<ImportQueueItem>> ImportAsync(DqrImportRequest import, CancellationToken cancellationToken)
    {
        byte[] body = DqrWrite.Import(import);
        XnatRequest request = XnatRequest.Make(HttpMethod.Post, "/xapi/dqr/import", [], () => DqrWrite.Content(body), XnatAnswer.Json, XnatSubjectOfCall.DqrImport, isLong: true, pacsId: import.PacsId);
        XnatResponse response;
        try
        {
            response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException error) when (DqrExplain.IsDoubtful(error))
        {
            XnatException? better = await _explain.ImportAsync(error, import, cancellationToken).ConfigureAwait(false);
            if (better is null)
            {
                throw;
            }

            throw better;
        }

        return DqrQueue.Read(response, history: false);
    }

    /// <summary>The queue, newest first (so that records which leave it while pages are read hide no others); own records, or everybody's with the right to all data.</summary>
    public IAsyncEnumerable<ImportQueueItem> QueueAsync(bool all, CancellationToken cancellationToken = default) =>
        _queue.PagesAsync("/xapi/dqr/import/queue", all, history: false, cancellationToken);

    /// <summary>How many records the queue has.</summary>
    public Task<int> QueueCountAsync(bool all, CancellationToken cancellationToken) => _queue.CountAsync("/xapi/dqr/import/queue/count", all, cancellationToken);

    /// <summary>The history, newest first, one record per try. Pages are asked for only as far as the caller enumerates.</summary>
    public IAsyncEnumerable<ImportQueueItem> HistoryAsync(bool all, CancellationToken cancellationToken = default) =>
        _queue.PagesAsync("/xapi/dqr/import/history", all, history: true, cancellationToken);

    /// <summary>How many records the history has.</summary>
    public Task<int> HistoryCountAsync(bool all, CancellationToken cancellationToken) => _queue.CountAsync("/xapi/dqr/import/history/count", all, cancellationToken);

    /// <summary>
    /// Deletes queue records. The server deletes what it can and then says NotFound when some were gone already, or
    /// PermissionDenied when some belong to others. One that is being processed goes on.
    /// </summary>
    public async Task RemoveQueueAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return;
        }

        byte[] body = DqrWrite.Ids(ids);
        await _http.SendAsync(XnatRequest.Make(HttpMethod.Post, "/xapi/dqr/import/queue", [], () => DqrWrite.Content(body), XnatAnswer.Any, XnatSubjectOfCall.DqrQueue), cancellationToken).ConfigureAwait(false);
    }

    private static XnatRequest Query(string template, Func<HttpContent> body, long pacsId) =>
        XnatRequest.Make(HttpMethod.Post, template, [], body, XnatAnswer.Json, XnatSubjectOfCall.PacsQuery, isLong: true, readsOnly: true, pacsId: pacsId > 0 ? pacsId : null);

    private static MultipartFormDataContent Sheet(byte[] csv)
    {
        ByteArrayContent part = new(csv);
        part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return new MultipartFormDataContent { { part, "csv_to_store", "rows.csv" } };
    }

    private async Task<XnatResponse> SendAsync(XnatRequest request, long pacsId, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException error) when (ErrorMap.SaysNull(error))
        {
            XnatException? better = await _explain.QueryAsync(error, pacsId, cancellationToken).ConfigureAwait(false);
            if (better is null)
            {
                throw;
            }

            throw better;
        }
    }
}
