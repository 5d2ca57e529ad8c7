using System;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Prearchive;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Prearchive;

/// <summary>POST ?action= on one session (specification 15.4): synchronous, and 301 where it means success.</summary>
internal static class PrearchiveActions
{
    private static readonly string[] s_states =
    [
        "RECEIVING", "RECEIVING_INTERRUPT", "BUILDING", "QUEUED_BUILDING", "READY", "CONFLICT", "ERROR", "MOVING", "QUEUED_MOVING", "ARCHIVING",
        "QUEUED_ARCHIVING", "DELETING", "QUEUED_DELETING", "SEPARATING", "QUEUED_SEPARATING", "_RECEIVING", "_RECEIVING_INTERRUPT", "_BUILDING",
        "_CONFLICT", "_MOVING", "_ARCHIVING", "_DELETING", "_SEPARATING",
    ];

    internal static IResult Do(LegacyCall call, PrearchiveEntry entry)
    {
        if (!PrearchiveAccess.CanChange(call.Caller, entry.Project))
        {
            return Answer.HtmlError(403, "Unable to perform this operation.");
        }

        return call.Param("action") switch
        {
            "build" => Build(call, entry),
            "reset-status" => Reset(call, entry),
            "move" => Move(call, entry),
            "commit" => Commit(call, entry),
            "set-status" => SetStatus(call, entry),
            _ => Answer.HtmlError(400, "Unsupported action on prearchive session."),
        };
    }

    private static bool IsLocked(LegacyCall call, PrearchiveEntry entry) =>
        entry.IsBusy || call.Context.Faults.Take(FaultNames.Locked, entry.Tag);

    private static void TakeFields(LegacyCall call, PrearchiveEntry entry)
    {
        entry.Visit = call.Param("VISIT") ?? entry.Visit;
        entry.Protocol = call.Param("PROTOCOL") ?? entry.Protocol;
        entry.TimeZone = call.Param("TIMEZONE") ?? entry.TimeZone;
        entry.Source = call.Param("SOURCE") ?? entry.Source;
    }

    private static IResult Build(LegacyCall call, PrearchiveEntry entry)
    {
        if (IsLocked(call, entry))
        {
            return Answer.HtmlError(409, "session document locked");
        }

        TakeFields(call, entry);
        call.Context.Prearchive.Build(entry);
        return Answer.Uri("/data" + entry.Url);
    }

    private static IResult Reset(LegacyCall call, PrearchiveEntry entry)
    {
        entry.Pending = null;
        call.Context.Prearchive.SetStatus(entry, entry.Built ? "READY" : "RECEIVING");
        return Answer.Uri("/data" + entry.Url);
    }

    private static IResult Move(LegacyCall call, PrearchiveEntry entry)
    {
        string target = call.Param("newProject") ?? "";
        if (target != PrearchiveEntry.Unassigned && !call.State.Projects.Any(p => p.Id == target))
        {
            return Answer.HtmlError(target.Length == 0 ? 400 : 404, "Unable to identify the new project.");
        }

        if (!PrearchiveAccess.CanChange(call.Caller, target))
        {
            return Answer.HtmlError(403);
        }

        if (IsLocked(call, entry))
        {
            // Nothing is done, and nothing is said.
            return Answer.Empty();
        }

        call.Context.Prearchive.Move(entry, target);
        return Answer.Uri("/data" + entry.Url, 301);
    }

    private static IResult Commit(LegacyCall call, PrearchiveEntry entry)
    {
        if (IsLocked(call, entry))
        {
            return Answer.HtmlError(409, "session document locked");
        }

        TakeFields(call, entry);
        entry.PreventAutoCommit = false;
        call.Context.Prearchive.Build(entry);
        if (entry.Status != "READY" || !entry.AutoArchive.StartsWith("AutoArchive", StringComparison.Ordinal) || entry.Project == PrearchiveEntry.Unassigned)
        {
            return Answer.Uri("/data" + entry.Url);
        }

        ArchiveOutcome outcome = call.Context.Prearchive.Archiver.Archive(
            entry, new ArchiveRequest { Overwrite = entry.AutoArchive == "AutoArchiveOverwrite" ? "delete" : null }, call.Caller.Name);
        return outcome.Status == 200 ? Answer.Uri("/data" + outcome.Text, 301) : Answer.HtmlError(outcome.Status, outcome.Text);
    }

    private static IResult SetStatus(LegacyCall call, PrearchiveEntry entry)
    {
        string status = call.Param("status") ?? "";
        if (!s_states.Contains(status, StringComparer.Ordinal))
        {
            return Answer.HtmlError(400, "Unknown status.");
        }

        call.Context.Prearchive.SetStatus(entry, status);
        return Answer.Empty();
    }
}
