using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>The prearchive: what arrived and waits. Poll it no faster than every 5 seconds; the server does not push.</summary>
public sealed class PrearchiveArea
{
    private const string One = "/data/prearchive/projects/{project}/{timestamp}/{folder}";
    private readonly XnatHttp _http;
    private readonly ArchiveService _archive;

    internal PrearchiveArea(XnatHttp http)
    {
        _http = http;
        _archive = new ArchiveService(http);
    }

    /// <summary>
    /// Sessions of a project (also "Unassigned"), or of all projects this user can edit. For administrators the server adds
    /// unassigned sessions to any project's list; they are taken out here.
    /// </summary>
    public async Task<IReadOnlyList<PrearchiveSession>> ListAsync(string? project, CancellationToken cancellationToken)
    {
        XnatRequest request = project is null ? XnatRequest.Get("/data/prearchive") : XnatRequest.Get("/data/prearchive/projects/{project}", project);
        IReadOnlyList<PrearchiveSession> all = await RowsAsync(request.With("format", "json"), cancellationToken).ConfigureAwait(false);
        if (project is null)
        {
            return all;
        }

        List<PrearchiveSession> own = [];
        foreach (PrearchiveSession session in all)
        {
            if (string.Equals(session.Project, project, StringComparison.OrdinalIgnoreCase))
            {
                own.Add(session);
            }
        }

        return own;
    }

    /// <summary>One session as it is now; NotFound when it is gone.</summary>
    public async Task<PrearchiveSession> GetAsync(string project, string timestamp, string folder, CancellationToken cancellationToken)
    {
        XnatRequest request = XnatRequest.Make(HttpMethod.Get, One, [project, timestamp, folder], null, XnatAnswer.Json, XnatSubjectOfCall.Prearchive).With("format", "json");
        IReadOnlyList<PrearchiveSession> rows = await RowsAsync(request, cancellationToken).ConfigureAwait(false);
        return rows.Count > 0 ? rows[0] : throw ErrorMap.Make(request, XnatErrorCode.NotFound, "The session is not in the prearchive.", 200);
    }

    /// <summary>The same session as it is now.</summary>
    public Task<PrearchiveSession> GetAsync(PrearchiveSession session, CancellationToken cancellationToken) =>
        GetAsync(session.Project, session.Timestamp, session.Folder, cancellationToken);

    /// <summary>Scans, each with the number and size of its files. NotFound while the session is still being received.</summary>
    public async Task<IReadOnlyList<PrearchiveScan>> ScansAsync(PrearchiveSession session, CancellationToken cancellationToken)
    {
        XnatResponse response = await SendAsync(Request(HttpMethod.Get, One + "/scans", session).With("format", "json"), cancellationToken).ConfigureAwait(false);
        List<PrearchiveScan> scans = [];
        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            string id = row.Text("ID") ?? "";
            (string[] labels, int? count, long? size) = await ResourcesAsync(session, id, cancellationToken).ConfigureAwait(false);
            scans.Add(new PrearchiveScan
            {
                Id = id,
                XsiType = row.Text("xsiType"),
                SeriesDescription = row.Text("series_description"),
                FileCount = count,
                FileSize = size,
                Resource = labels,
                PrearchiveSession = session,
            });
        }

        return scans;
    }

    /// <summary>Files of one resource of a scan.</summary>
    public async Task<IReadOnlyList<XnatFile>> ScanFilesAsync(PrearchiveSession session, string scan, string resource, CancellationToken cancellationToken)
    {
        XnatResponse response = await SendAsync(Request(HttpMethod.Get, One + "/scans/{scan}/resources/{resource}/files", session, scan, resource).With("format", "json"), cancellationToken).ConfigureAwait(false);
        using JsonDocument json = JsonRead.Parse(response);
        return PrearchiveRead.Files(json, response, resource);
    }

    /// <summary>Streams one file of a scan.</summary>
    public Task DownloadFileAsync(PrearchiveSession session, string scan, string resource, string file, Stream destination, CancellationToken cancellationToken) =>
        _http.SendAsync(XnatRequest.Make(HttpMethod.Get, One + "/scans/{scan}/resources/{resource}/files/{file}", [session.Project, session.Timestamp, session.Folder, scan, resource, file], null, XnatAnswer.Bytes, XnatSubjectOfCall.Prearchive), destination, cancellationToken);

    /// <summary>The log of a session, oldest first.</summary>
    public async Task<IReadOnlyList<XnatLogEntry>> LogAsync(PrearchiveSession session, CancellationToken cancellationToken)
    {
        XnatResponse response = await SendAsync(Request(HttpMethod.Get, One + "/logs", session).With("format", "json"), cancellationToken).ConfigureAwait(false);
        List<XnatLogEntry> entries = [];
        if (response.Status == 204)
        {
            return entries;
        }

        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            entries.Add(new XnatLogEntry { Id = row.Text("id") ?? "", Date = row.Text("date"), Text = row.Text("entry") });
        }

        return entries;
    }

    /// <summary>Moves a session to another project, at once. Returns its new address; PrearchiveBusy when the server did nothing because it is locked.</summary>
    public async Task<string> MoveAsync(PrearchiveSession session, string newProject, CancellationToken cancellationToken)
    {
        XnatRequest request = Action(session, "move").With("newProject", newProject);
        XnatResponse response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return XnatPath.First(response.Text()) ?? XnatPath.Bare(response.Location)
            ?? throw ErrorMap.Make(request, XnatErrorCode.PrearchiveBusy, "The session is locked, so the server did not move it.", response.Status);
    }

    /// <summary>Moves sessions to another project later; poll the list until they have gone. The project is not checked by this call.</summary>
    public Task<IReadOnlyList<PrearchiveSession>> MoveAsync(IReadOnlyList<PrearchiveSession> sessions, string newProject, CancellationToken cancellationToken) =>
        BatchAsync("/data/services/prearchive/move", sessions, [new("newProject", newProject), new("async", "true")], cancellationToken);

    /// <summary>Has the session document made now instead of after the time without files.</summary>
    public Task BuildAsync(PrearchiveSession session, CancellationToken cancellationToken) => SendAsync(Action(session, "build"), cancellationToken);

    /// <summary>Ends receiving, and archives where the session or project says so.</summary>
    public async Task<ArchiveResult> CommitAsync(PrearchiveSession session, CancellationToken cancellationToken)
    {
        XnatResponse response = await SendAsync(Action(session, "commit"), cancellationToken).ConfigureAwait(false);
        return ArchiveService.Result(XnatPath.First(response.Text()) ?? XnatPath.Bare(response.Location));
    }

    /// <summary>Has session documents made anew, later. Never archives by itself.</summary>
    public Task<IReadOnlyList<PrearchiveSession>> RebuildAsync(IReadOnlyList<PrearchiveSession> sessions, bool overrideLock, CancellationToken cancellationToken) =>
        BatchAsync("/data/services/prearchive/rebuild", sessions, overrideLock ? [new("overrideLock", "true")] : [], cancellationToken);

    /// <summary>Deletes one session, at once.</summary>
    public Task DeleteAsync(PrearchiveSession session, CancellationToken cancellationToken) => SendAsync(Request(HttpMethod.Delete, One, XnatAnswer.Any, session), cancellationToken);

    /// <summary>Deletes sessions, later; poll the list until they have gone.</summary>
    public Task<IReadOnlyList<PrearchiveSession>> DeleteAsync(IReadOnlyList<PrearchiveSession> sessions, CancellationToken cancellationToken) =>
        BatchAsync("/data/services/prearchive/delete", sessions, [new("async", "true")], cancellationToken);

    /// <summary>Deletes a scan with its files, for example a dose report before archiving.</summary>
    public Task DeleteScanAsync(PrearchiveSession session, string scan, CancellationToken cancellationToken) =>
        SendAsync(Request(HttpMethod.Delete, One + "/scans/{scan}", XnatAnswer.Any, session, scan), cancellationToken);

    /// <summary>The dry run of archiving; no findings means all clear.</summary>
    public Task<IReadOnlyList<ArchiveFinding>> ValidateArchiveAsync(PrearchiveSession session, ArchiveTarget? target, CancellationToken cancellationToken) =>
        _archive.ValidateAsync(session, target, cancellationToken);

    /// <summary>
    /// Archives one session; the server may take minutes. Conflict where something exists and overwriting was not allowed;
    /// PrearchiveBusy, PrearchiveFailed, or OutcomeUnknown when the answer was lost.
    /// </summary>
    public Task<ArchiveResult> ArchiveAsync(PrearchiveSession session, ArchiveTarget? target, CancellationToken cancellationToken) =>
        _archive.ArchiveAsync(session, target, cancellationToken);

    private static XnatRequest Request(HttpMethod verb, string template, PrearchiveSession session, params string[] more) => Request(verb, template, XnatAnswer.Json, session, more);

    private static XnatRequest Request(HttpMethod verb, string template, XnatAnswer answer, PrearchiveSession session, params string[] more) =>
        XnatRequest.Make(verb, template, [session.Project, session.Timestamp, session.Folder, .. more], null, answer, XnatSubjectOfCall.Prearchive);

    private static XnatRequest Action(PrearchiveSession session, string action) =>
        XnatRequest.Make(HttpMethod.Post, One, [session.Project, session.Timestamp, session.Folder], null, XnatAnswer.Text, XnatSubjectOfCall.Prearchive, isLong: true, redirectIsResult: true).With("action", action);

    private Task<XnatResponse> SendAsync(XnatRequest request, CancellationToken cancellationToken) => _http.SendAsync(request, cancellationToken);

    private async Task<IReadOnlyList<PrearchiveSession>> RowsAsync(XnatRequest request, CancellationToken cancellationToken)
    {
        XnatResponse response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        List<PrearchiveSession> sessions = [];
        if (response.Status == 204)
        {
            return sessions;
        }

        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            sessions.Add(PrearchiveRead.Session(row));
        }

        return sessions;
    }

    private async Task<(string[] Labels, int? Count, long? Size)> ResourcesAsync(PrearchiveSession session, string scan, CancellationToken cancellationToken)
    {
        XnatResponse response;
        try
        {
            response = await SendAsync(Request(HttpMethod.Get, One + "/scans/{scan}/resources", session, scan).With("format", "json"), cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException error) when (error.Code == XnatErrorCode.NotFound || error.Code == XnatErrorCode.ArgumentInvalid)
        {
            return ([], null, null);
        }

        List<string> labels = [];
        int? count = null;
        long? size = null;
        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            labels.Add(row.Text("label") ?? "");
            count = row.Int("file_count") is int files ? (count ?? 0) + files : count;
            size = row.Long("file_size") is long bytes ? (size ?? 0) + bytes : size;
        }

        return (labels.ToArray(), count, size);
    }

    private Task<IReadOnlyList<PrearchiveSession>> BatchAsync(string template, IReadOnlyList<PrearchiveSession> sessions, KeyValuePair<string, string>[] more, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form = [];
        foreach (PrearchiveSession session in sessions)
        {
            form.Add(new("src", session.Url));
        }

        form.AddRange(more);
        return RowsAsync(XnatRequest.Make(HttpMethod.Post, template, [], () => FormBody.Make(form), XnatAnswer.Json, XnatSubjectOfCall.Prearchive, isLong: true).With("format", "json"), cancellationToken);
    }
}
