using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Core.Prearchive;
using XnatTools.Sandbox.Prearchive;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Services;

/// <summary>services/archive and services/validate-archive (specification 15.6 and 16).</summary>
internal static class ArchiveService
{
    internal static void Add(LegacyRouter router)
    {
        router.Add("services/archive", (Func<LegacyCall, Task<IResult>>)ArchiveAsync);
        router.Add("services/validate-archive", Validate);
    }

    private static IResult Validate(LegacyCall call)
    {
        if (!HttpMethods.IsPost(call.Method))
        {
            return LegacyCall.NotAllowed();
        }

        lock (call.State.Sync)
        {
            if (Entries(call, out IResult? refusal) is not List<PrearchiveEntry> entries)
            {
                return refusal!;
            }

            Table table = new("code", "type", "message");
            foreach (ArchiveFinding finding in call.Context.Prearchive.Archiver.Check(entries[0], Request(call)))
            {
                table.Add(finding.Code.ToString(CultureInfo.InvariantCulture), finding.Type, finding.Message);
            }

            return TableFormats.Answer(call, table);
        }
    }

    private static async Task<IResult> ArchiveAsync(LegacyCall call)
    {
        if (!HttpMethods.IsPost(call.Method))
        {
            return LegacyCall.NotAllowed();
        }

        string tag;
        lock (call.State.Sync)
        {
            if (Entries(call, out IResult? refusal) is not List<PrearchiveEntry> entries)
            {
                return refusal!;
            }

            if (entries.Count > 1)
            {
                return Several(call, entries);
            }

            tag = entries[0].Tag;
        }

        if (call.Context.Faults.TakeFault(FaultNames.ArchiveSlow, tag) is SandboxFault slow)
        {
            await Task.Delay(slow.DelayMs, call.Http.RequestAborted).ConfigureAwait(false);
        }

        lock (call.State.Sync)
        {
            return Entries(call, out IResult? refusal) is List<PrearchiveEntry> entries ? Single(call, entries[0]) : refusal!;
        }
    }

    private static IResult Single(LegacyCall call, PrearchiveEntry entry)
    {
        ArchiveRequest request = Request(call);
        if (request.Project is string project && entry.Project != PrearchiveEntry.Unassigned
            && (!call.State.Projects.Any(p => p.Id == project) || !call.Caller.CanEdit(project)))
        {
            return Answer.HtmlError(403, "Unable to perform this operation.");
        }

        bool automatic = call.Flag("redirect") || entry.AutoArchive.StartsWith("AutoArchive", StringComparison.Ordinal);
        if (call.Context.Faults.Take(FaultNames.ArchiveTimeout, entry.Tag))
        {
            call.Context.Prearchive.RequestArchive(entry, request.Overwrite, call.Caller.Name);
            return Answer.HtmlError(500, "The archive operation timed out.");
        }

        ArchiveOutcome outcome = call.Context.Prearchive.Archiver.Archive(entry, request, call.Caller.Name);
        if (outcome.Status != 200)
        {
            return Answer.HtmlError(outcome.Status, outcome.Text);
        }

        if (automatic)
        {
            call.Http.Response.Headers.Location = call.Context.Url!.GetLeftPart(UriPartial.Authority) + "/data" + outcome.Text;
            return Answer.Empty(303);
        }

        return Answer.Uri(outcome.Text, line: true);
    }

    private static IResult Several(LegacyCall call, List<PrearchiveEntry> entries)
    {
        foreach (PrearchiveEntry entry in entries)
        {
            if (!entry.IsBusy && entry.Project != PrearchiveEntry.Unassigned)
            {
                call.Context.Prearchive.RequestArchive(entry, Request(call).Overwrite, call.Caller.Name);
            }
        }

        return Answer.Table(PrearchiveTable.Of(call.Context, entries));
    }

    // The sessions that the call names, or why it is refused.
    private static List<PrearchiveEntry>? Entries(LegacyCall call, out IResult? refusal)
    {
        List<string> sources = call.All("src").ToList();
        if (sources.Count == 0 && call.Param("PREARC_TIMESTAMP") is string timestamp && call.Param("PREARC_SESSION_FOLDER") is string folder)
        {
            sources.Add($"/prearchive/projects/{call.Param("project")}/{timestamp}/{folder}");
        }

        if (sources.Count == 0)
        {
            refusal = Answer.HtmlError(400, "Unable to identify a prearchive session.");
            return null;
        }

        List<PrearchiveEntry> entries = [];
        foreach (string src in sources)
        {
            PrearchiveEntry? entry = PrearchiveAccess.Find(call.Context.Prearchive, src, out bool malformed);
            if (malformed || entry is null)
            {
                refusal = malformed ? Answer.HtmlError(400, "Invalid prearchive URI.") : Answer.HtmlError(404, "Unable to find the specified session.");
                return null;
            }

            // Only the first session's project is looked at.
            if (entries.Count == 0 && entry.Project != PrearchiveEntry.Unassigned && !call.Caller.CanEdit(entry.Project))
            {
                refusal = Answer.HtmlError(403, "Unable to perform this operation.");
                return null;
            }

            entries.Add(entry);
        }

        refusal = null;
        return entries;
    }

    private static ArchiveRequest Request(LegacyCall call)
    {
        string[] dest = PrearchiveAccess.Parts(call.Param("dest") ?? "");
        string? Dest(string key)
        {
            int at = Array.IndexOf(dest, key);
            return at >= 0 && at + 1 < dest.Length ? dest[at + 1] : null;
        }

        return new ArchiveRequest
        {
            Project = Dest("projects") ?? (call.Param("src") is null ? null : call.Param("project")),
            Subject = call.Param("subject", "SUBJECT_ID") ?? Dest("subjects"),
            Session = call.Param("session") ?? call.Params().Where(p => p.Key.EndsWith("/label", StringComparison.Ordinal)).Select(p => p.Value.ToString()).FirstOrDefault()
                ?? call.Param("EXPT_LABEL", "label") ?? Dest("experiments"),
            Overwrite = call.Param("overwrite") is string overwrite and not ("" or "none") ? overwrite : null,
            OverwriteFiles = call.Flag("overwrite_files"),
            Quarantine = call.Flag("quarantine"),
            Fields = call.Params().Where(p => p.Key.Contains('/', StringComparison.Ordinal)).ToDictionary(p => p.Key, p => p.Value.ToString()),
        };
    }
}
