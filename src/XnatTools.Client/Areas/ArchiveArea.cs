using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>The archive: subjects, sessions, scans and files.</summary>
public sealed class ArchiveArea
{
    private readonly XnatHttp _http;

    internal ArchiveArea(XnatHttp http) => _http = http;

    /// <summary>Sessions of a project, those shared into it included.</summary>
    public async Task<IReadOnlyList<ImageSession>> SessionsAsync(string project, CancellationToken cancellationToken)
    {
        XnatRequest request = XnatRequest.Get("/data/projects/{project}/experiments", project).With("format", "json")
            .With("columns", "ID,label,project,subject_ID,subject_label,date,xsiType,insert_date,UID");
        XnatResponse response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        List<ImageSession> sessions = [];
        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            sessions.Add(new ImageSession
            {
                Id = IdOf(row),
                Session = row.Text("label") ?? "",
                Project = row.Text("project") ?? project,
                Subject = row.Text("subject_label"),
                XsiType = row.Text("xsiType"),
                Date = WireDate.Day(row.Text("date")),
                StudyInstanceUid = row.Text("UID", "studyInstanceUID"),
                Inserted = WireDate.Local(row.Text("insert_date")),
            });
        }

        return sessions;
    }

    /// <summary>Subjects of a project.</summary>
    public async Task<IReadOnlyList<XnatSubject>> SubjectsAsync(string project, CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Get("/data/projects/{project}/subjects", project).With("format", "json"), cancellationToken).ConfigureAwait(false);
        List<XnatSubject> subjects = [];
        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            subjects.Add(new XnatSubject { Id = IdOf(row), Subject = row.Text("label") ?? "", Project = row.Text("project") ?? project });
        }

        return subjects;
    }

    /// <summary>Scans of a session, by its XNAT id.</summary>
    public async Task<IReadOnlyList<XnatScan>> ScansAsync(string sessionId, CancellationToken cancellationToken)
    {
        XnatRequest request = XnatRequest.Get("/data/experiments/{session}/scans", sessionId).With("format", "json")
            .With("columns", "ID,type,UID,quality,xsiType,note,series_description,modality,frames");
        XnatResponse response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        List<XnatScan> scans = [];
        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            scans.Add(new XnatScan
            {
                Id = row.Text("ID") ?? "",
                SessionId = sessionId,
                Type = row.Text("type"),
                XsiType = row.Text("xsiType"),
                SeriesDescription = row.Text("series_description"),
                SeriesInstanceUid = row.Text("UID"),
                Modality = row.Text("modality"),
                Quality = row.Text("quality"),
                Frames = row.Int("frames"),
                Note = row.Text("note"),
            });
        }

        return scans;
    }

    /// <summary>Files of a session's scans, or of one scan.</summary>
    public async Task<IReadOnlyList<XnatFile>> FilesAsync(string sessionId, string? scan, CancellationToken cancellationToken)
    {
        XnatRequest request = XnatRequest.Get("/data/experiments/{session}/scans/{scan}/files", sessionId, scan ?? "ALL").With("format", "json");
        try
        {
            XnatResponse response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            using JsonDocument json = JsonRead.Parse(response);
            return PrearchiveRead.Files(json, response, null);
        }
        catch (XnatException error) when (error.Code == XnatErrorCode.NotFound && scan is null)
        {
            // A session without scans answers 404 to ALL; one that is not there does so to its list of scans as well.
            if ((await ScansAsync(sessionId, cancellationToken).ConfigureAwait(false)).Count == 0)
            {
                return [];
            }

            throw;
        }
    }

    /// <summary>Streams a file that <see cref="FilesAsync"/> named.</summary>
    public Task DownloadFileAsync(XnatFile file, Stream destination, CancellationToken cancellationToken)
    {
        if (!file.Url.StartsWith("/", StringComparison.Ordinal) || file.Url.IndexOf("..", StringComparison.Ordinal) >= 0)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The file has no address.");
        }

        return _http.SendAsync(XnatRequest.AtPath("/data/{file}", "/data" + file.Url, XnatAnswer.Bytes), destination, cancellationToken);
    }

    private static string IdOf(JsonElement row)
    {
        if (row.Text("ID") is string id)
        {
            return id;
        }

        // With some data types only a path column such as xnat:subjectassessordata/id comes.
        foreach (JsonProperty property in row.EnumerateObject())
        {
            if (property.Name.EndsWith("/id", StringComparison.OrdinalIgnoreCase) && JsonRead.AsText(property.Value) is string value)
            {
                return value;
            }
        }

        return "";
    }
}
