using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Archive;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Prearchive;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Services;

/// <summary>Finds the DICOM files that a header dump's src names.</summary>
internal static class DumpFiles
{
    /// <summary>The files in order; null when the src is refused.</summary>
    internal static List<string>? Find(LegacyCall call, string src, out IResult? refusal)
    {
        refusal = null;
        string[] parts = src.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        if (!src.StartsWith('/') || parts.Length < 5 || parts[0] is not ("archive" or "prearchive") || parts[1] != "projects")
        {
            refusal = Answer.HtmlError(400, "Invalid src.");
            return null;
        }

        List<string>? files = parts[0] == "prearchive" ? InPrearchive(call, parts) : InArchive(call, parts);
        if (files is null)
        {
            refusal = Answer.HtmlError(404);
        }

        return files;
    }

    private static List<string>? InPrearchive(LegacyCall call, string[] parts)
    {
        PrearchiveEntry? entry = PrearchiveAccess.CanSee(call.Caller, parts[2]) ? call.Context.Prearchive.Find(parts[2], parts[3], parts[4]) : null;
        return entry is null ? null : Files(call.Context.Prearchive.FolderOf(entry), entry.Scans, parts.Skip(5).ToArray());
    }

    private static List<string>? InArchive(LegacyCall call, string[] parts)
    {
        int at = Array.IndexOf(parts, "experiments");
        SandboxProject? project = Identifier.FindProject(call.State, parts[2]);
        if (project is null || !call.Caller.CanRead(project.Id) || at < 0 || at + 1 >= parts.Length)
        {
            return null;
        }

        SandboxSession? session = call.State.Sessions.FirstOrDefault(s => s.Project == project.Id
            && (s.Id == parts[at + 1] || string.Equals(s.Label, parts[at + 1], StringComparison.OrdinalIgnoreCase)));
        return session is null ? null : Files(ArchiveFiles.FolderOf(call.Context, session), session.Scans, parts.Skip(at + 2).ToArray());
    }

    // tail: nothing, scans/N, or scans/N/resources/R/files/F
    private static List<string>? Files(string folder, List<SandboxScan> scans, string[] tail)
    {
        IEnumerable<SandboxScan> chosen = scans;
        if (tail.Length >= 2 && tail[0] == "scans")
        {
            chosen = scans.Where(s => s.Id == tail[1]);
            if (!chosen.Any())
            {
                return null;
            }
        }

        string? name = tail.Length >= 6 ? tail[5] : null;
        return chosen.SelectMany(s => s.Resources)
            .Where(r => r.Label is ("DICOM" or "secondary") && (tail.Length < 4 || r.Label == tail[3]))
            .SelectMany(r => r.Files.Where(f => name is null || f.Name == name).Select(f => Path.Combine(folder, r.Folder, f.Name)))
            .ToList();
    }
}
