using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Archive;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Files;

/// <summary>
/// Scans of archived sessions (specification 8). There is no such route under projects/P/experiments/E: there the session's own
/// route answers (1.1).
/// </summary>
internal static class ScanPaths
{
    internal static void Add(LegacyRouter router)
    {
        foreach (string session in new[] { "experiments/{E}", "projects/{P}/subjects/{S}/experiments/{E}", "subjects/{S}/experiments/{E}" })
        {
            router.Add(session + "/scans", List);
            router.Add(session + "/scans/{N}", One);
        }
    }

    /// <summary>Scans named by ALL, *, NULL, or a comma list of ids or types.</summary>
    internal static List<SandboxScan> Select(SandboxSession session, string names)
    {
        if (names is "ALL" or "*")
        {
            return session.Scans.ToList();
        }

        string[] wanted = names.Split(',');
        return session.Scans.Where(s => wanted.Any(w => s.Id == w || s.Type == w || (w == "NULL" && s.Type.Length == 0))).ToList();
    }

    private static IResult List(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            if (ExperimentPaths.Find(call) is not SandboxSession session)
            {
                return Answer.HtmlError(404, "Unable to find the specified experiment.");
            }

            if (!call.IsGet)
            {
                return LegacyCall.NotAllowed();
            }

            int id = 0;
            Dictionary<SandboxScan, int> ids = session.Scans.ToDictionary(s => s, _ => ++id);
            return new ListQuery<SandboxScan>("xnat_imagescandata_id", "ID", "type", "quality", "xsiType", "note", "series_description")
                .Column("xnat_imagescandata_id", s => $"{session.Id[^5..]}{ids[s]:000}".TrimStart('0'))
                .Column("ID", s => s.Id).Column("type", s => s.Type).Column("quality", s => s.Quality).Column("xsiType", s => s.XsiType)
                .Column("note", s => s.Note).Column("series_description", s => s.SeriesDescription).Column("UID", s => s.Uid)
                .Column("modality", s => s.Modality).Column("frames", s => s.Frames.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .Column("condition", _ => "").Column("documentation", _ => "").Column("scanner", _ => session.Scanner)
                .Column("URI", s => $"/data/experiments/{session.Id}/scans/{Uri.EscapeDataString(s.Id)}")
                .Answer(call, session.Scans);
        }
    }

    private static IResult One(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            if (ExperimentPaths.Find(call) is not SandboxSession session)
            {
                return Answer.HtmlError(404, "Unable to find the specified experiment.");
            }

            List<SandboxScan> scans = Select(session, call["N"]);
            if (HttpMethods.IsPut(call.Method) && scans.Count == 0 && call.Caller.CanEdit(session.Project))
            {
                return Put(call, session);
            }

            if (scans.Count != 1)
            {
                return Answer.HtmlError(404, "Unable to find the specified scan.");
            }

            SandboxScan scan = scans[0];
            if (call.IsGet)
            {
                return ItemWriter.Answer(call, ExperimentItems.ScanItem(scan));
            }

            if (!(HttpMethods.IsDelete(call.Method) ? call.Caller.CanDelete(session.Project) : call.Caller.CanEdit(session.Project)))
            {
                return Answer.HtmlError(403);
            }

            return HttpMethods.IsDelete(call.Method) ? Delete(call, session, scan)
                : HttpMethods.IsPut(call.Method) ? Change(call, scan)
                : LegacyCall.NotAllowed();
        }
    }

    private static IResult Put(LegacyCall call, SandboxSession session)
    {
        // The id becomes a folder's name.
        if (call["N"] != Identifier.CleanLabel(call["N"]))
        {
            return Answer.HtmlError(400, "Invalid character in scan id.");
        }

        string type = call.Param("xsiType") ?? "xnat:otherDicomScanData";
        session.Scans.Add(new SandboxScan
        {
            Id = call["N"],
            XsiType = type,
            Type = call.Param("type") ?? "",
            SeriesDescription = call.Param("series_description") ?? "",
            Uid = call.Param("UID") ?? "",
        });
        call.State.Changed();
        return Answer.Empty(201);
    }

    private static IResult Change(LegacyCall call, SandboxScan scan)
    {
        if (call.Param("xsiType") is string type && type != scan.XsiType)
        {
            return Answer.HtmlError(409, "Scan exists with another type.");
        }

        string? Field(string name) => call.Param(name) ?? call.Param($"{scan.XsiType}/{name}");
        scan.Quality = Field("quality") ?? scan.Quality;
        scan.Note = Field("note") ?? scan.Note;
        scan.Type = Field("type") ?? scan.Type;
        scan.SeriesDescription = Field("series_description") ?? scan.SeriesDescription;
        call.State.Changed();
        return Answer.Empty();
    }

    private static IResult Delete(LegacyCall call, SandboxSession session, SandboxScan scan)
    {
        session.Scans.Remove(scan);
        string folder = Path.Combine(ArchiveFiles.FolderOf(call.Context, session), "SCANS", scan.Id);
        if (call.Flag("removeFiles") && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        call.State.Changed();
        return Answer.Empty();
    }
}
