using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Core.Prearchive;
using XnatTools.Sandbox.Prearchive;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Services;

/// <summary>The batch calls move, delete and rebuild: they only queue (specification 15.5).</summary>
internal static class PrearchiveServices
{
    internal static void Add(LegacyRouter router)
    {
        router.Add("services/prearchive/move", call => Batch(call, (engine, entry) => engine.RequestMove(entry, call.Param("newProject") ?? "", call.Caller.Name)));
        router.Add("services/prearchive/delete", call => Batch(call, (engine, entry) => engine.RequestDelete(entry, call.Caller.Name)));
        router.Add("services/prearchive/rebuild", call => Batch(
            call, (engine, entry) => engine.RequestRebuild(entry, call.Caller.Name, autoArchive: false), call.Flag("overrideLock")));
    }

    private static IResult Batch(LegacyCall call, Action<PrearchiveEngine, PrearchiveEntry> request, bool overrideLock = false)
    {
        if (!HttpMethods.IsPost(call.Method))
        {
            return LegacyCall.NotAllowed();
        }

        lock (call.State.Sync)
        {
            List<PrearchiveEntry> entries = [];
            foreach (string src in call.All("src"))
            {
                string[] parts = PrearchiveAccess.Parts(src);
                PrearchiveEntry? entry = PrearchiveAccess.Find(call.Context.Prearchive, src, out bool malformed);
                if (malformed)
                {
                    return Answer.HtmlError(500);
                }

                if (parts[2] != PrearchiveEntry.Unassigned && !call.State.Projects.Any(p => p.Id == parts[2]))
                {
                    return Answer.HtmlError(404);
                }

                if (!PrearchiveAccess.CanChange(call.Caller, parts[2], batch: true))
                {
                    return Answer.HtmlError(403, "Invalid permissions for: " + parts[2]);
                }

                if (entry is null)
                {
                    return Answer.HtmlError(404, "Unable to find the specified session.");
                }

                if (entry.IsBusy && !overrideLock)
                {
                    return Answer.HtmlError(403, "Operation already in progress on this prearchive entry.");
                }

                entries.Add(entry);
            }

            if (entries.Count == 0)
            {
                return Answer.HtmlError(400, "Please specify a session.");
            }

            foreach (PrearchiveEntry entry in entries)
            {
                request(call.Context.Prearchive, entry);
            }

            return Answer.Table(PrearchiveTable.Of(call.Context, entries));
        }
    }
}
