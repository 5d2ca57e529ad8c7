using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;

namespace XnatTools.Sandbox.Core.Archive;

/// <summary>The list of sessions, with its short names and full paths (specification 1.4 and 7.1).</summary>
internal static class ExperimentList
{
    private static readonly string[] s_roots = ["xnat:imageSessionData", "xnat:experimentData", "xnat:subjectAssessorData"];
    private static readonly string[] s_empty = ["operator", "visit", "visit_id", "protocol", "session_type", "investigator", "tracer_name"];

    internal static bool IsOfType(SandboxSession session, string? type) =>
        type is null || type == session.XsiType || s_roots.Contains(type, StringComparer.Ordinal);

    internal static IResult Answer(LegacyCall call, IEnumerable<SandboxSession> sessions, Func<SandboxSession, string> label)
    {
        // A column of a scan type joins the scans: one row for each.
        bool scans = (call.Param("columns") ?? "").Contains("ScanData/", StringComparison.Ordinal);
        IEnumerable<Row> rows = scans ? sessions.SelectMany(s => s.Scans.Select(c => new Row(s, c))) : sessions.Select(s => new Row(s, null));
        return Query(call, label).Answer(call, rows, paged: true);
    }

    private static ListQuery<Row> Query(LegacyCall call, Func<SandboxSession, string> label)
    {
        SandboxSubject? Subject(SandboxSession s) => call.State.Subjects.FirstOrDefault(x => x.Id == s.SubjectId);
        Dictionary<string, Func<SandboxSession, string?>> fields = new(StringComparer.OrdinalIgnoreCase)
        {
            ["ID"] = s => s.Id,
            ["project"] = s => s.Project,
            ["date"] = s => s.Date,
            ["time"] = s => s.Time,
            ["xsiType"] = s => s.XsiType,
            ["label"] = label,
            ["insert_date"] = s => s.InsertDate,
            ["insert_user"] = s => s.InsertUser,
            ["last_modified"] = s => s.LastModified,
            ["subject_ID"] = s => s.SubjectId,
            ["subject_label"] = s => Subject(s)?.Label,
            ["modality"] = s => s.Modality,
            ["UID"] = s => s.Uid,
            ["studyInstanceUID"] = s => s.Uid,
            ["dcmAccessionNumber"] = s => s.DcmAccessionNumber,
            ["dcmPatientId"] = s => s.DcmPatientId,
            ["dcmPatientName"] = s => s.DcmPatientName,
            ["scanner"] = s => s.Scanner,
            ["note"] = s => s.Note,
        };
        foreach (string empty in s_empty)
        {
            fields[empty] = _ => "";
        }

        ListQuery<Row> query = new("ID", "project", "date", "xsiType", "label", "insert_date") { Path = path => OfPath(path, fields, Subject) };
        foreach (KeyValuePair<string, Func<SandboxSession, string?>> field in fields)
        {
            query.Column(field.Key, r => field.Value(r.Session));
        }

        query.Column("URI", r => "/data/experiments/" + r.Session.Id);
        query.NotFilters.Add("xsiType");
        return query;
    }

    // A path that is only the long form of a short name comes back under the short name; others under themselves, in lower case.
    private static (string Key, Func<Row, string?> Value)? OfPath(
        string path, Dictionary<string, Func<SandboxSession, string?>> fields, Func<SandboxSession, SandboxSubject?> subject)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string type = path[..slash];
        string field = path[(slash + 1)..];
        string key = path.ToLowerInvariant();
        if (type.EndsWith("ScanData", StringComparison.Ordinal))
        {
            return (key, r => r.Scan is null ? "" : OfScan(r.Scan, field));
        }

        if (type == "xnat:subjectData")
        {
            return (key, r => field == "label" ? subject(r.Session)?.Label : field == "ID" ? r.Session.SubjectId : subject(r.Session)?.Fields.GetValueOrDefault(field));
        }

        string? name = fields.Keys.FirstOrDefault(f => string.Equals(f, field, StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            return (key, _ => "");
        }

        return (s_roots.Contains(type, StringComparer.OrdinalIgnoreCase) ? name : key, r => fields[name](r.Session));
    }

    private static string OfScan(SandboxScan scan, string field) => field switch
    {
        "ID" => scan.Id,
        "type" => scan.Type,
        "UID" => scan.Uid,
        "quality" => scan.Quality,
        "series_description" => scan.SeriesDescription,
        "modality" => scan.Modality,
        "note" => scan.Note,
        _ => "",
    };

    private sealed record Row(SandboxSession Session, SandboxScan? Scan);
}
