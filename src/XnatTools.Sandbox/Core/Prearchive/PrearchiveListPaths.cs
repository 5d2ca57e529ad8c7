using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Prearchive;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Prearchive;

/// <summary>Lists of the prearchive (specification 15.1).</summary>
internal static class PrearchiveListPaths
{
    internal static void Add(LegacyRouter router)
    {
        router.Add("prearchive", All);
        router.Add("prearchive/projects/{P}", OfProjects);
        router.Add("prearchive/experiments", Recent);
    }

    private static IResult All(LegacyCall call)
    {
        if (HttpMethods.IsPut(call.Method))
        {
            return call.Caller.IsDataAdmin ? Answer.Empty() : Answer.HtmlError(403);
        }

        if (!call.IsGet)
        {
            return LegacyCall.NotAllowed();
        }

        if (call.Param("tag") is string tag)
        {
            return call.Caller.IsDataAccess ? Table(call, e => e.Tag == tag) : call.ConstructorError(403);
        }

        return Table(call, _ => true);
    }

    private static IResult OfProjects(LegacyCall call)
    {
        string[] projects = call["P"].Split(',');
        lock (call.State.Sync)
        {
            foreach (string project in projects)
            {
                bool known = project == PrearchiveEntry.Unassigned || call.State.Projects.Any(p => p.Id == project);
                if (!known || !PrearchiveAccess.CanSee(call.Caller, project))
                {
                    return call.ConstructorError(known ? 403 : 404);
                }
            }
        }

        // Whoever has access to all data gets the unassigned sessions as well, whatever was asked.
        return Table(call, e => projects.Contains(e.Project, StringComparer.Ordinal)
            || (e.Project == PrearchiveEntry.Unassigned && call.Caller.IsDataAccess));
    }

    private static IResult Recent(LegacyCall call)
    {
        if (call.Param("recent") is not string recent)
        {
            return Answer.HtmlError(400);
        }

        int days = int.TryParse(recent, NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? wanted : 10;
        DateTimeOffset from = call.Context.Clock.GetUtcNow().AddDays(-days);
        return Table(call, e => e.Uploaded >= from);
    }

    private static IResult Table(LegacyCall call, Func<PrearchiveEntry, bool> wanted)
    {
        lock (call.State.Sync)
        {
            List<PrearchiveEntry> entries = call.State.Prearchive
                .Where(e => !e.IsDirect && PrearchiveAccess.CanSee(call.Caller, e.Project) && wanted(e))
                .ToList();
            return TableFormats.Answer(call, PrearchiveTable.Of(call.Context, entries));
        }
    }
}
