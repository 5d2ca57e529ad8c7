using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Archive;

/// <summary>Image sessions of the archive (specification 7).</summary>
internal static class ExperimentPaths
{
    internal static void Add(LegacyRouter router)
    {
        foreach (string list in new[] { "experiments", "projects/{P}/experiments", "projects/{P}/subjects/{S}/experiments", "subjects/{S}/experiments" })
        {
            router.Add(list, List);
            router.Add(list + "/{E}", One);
            router.Add(list + "/{E}/status", Status);
            router.Add(list + "/{E}/projects", Shares);
            router.Add(list + "/{E}/projects/{T}", Share);
            router.Add(list + "/{E}/assessors", Assessors);
        }
    }

    /// <summary>The session of a path: by XNAT id anywhere, by label only inside a project.</summary>
    internal static SandboxSession? Find(LegacyCall call)
    {
        string name = call["E"];
        string? project = ProjectOf(call);
        SandboxSession? session = call.State.Sessions.FirstOrDefault(s => project is null
            ? s.Id == name
            : InProject(s, project) && (s.Id == name || string.Equals(LabelIn(s, project), name, StringComparison.OrdinalIgnoreCase)));
        if (session is not null && call.Values.TryGetValue("S", out string? subject)
            && SubjectPaths.Find(call, project, subject)?.Id != session.SubjectId)
        {
            return null;
        }

        return session is not null && call.Caller.CanRead(project ?? session.Project) ? session : null;
    }

    private static string? ProjectOf(LegacyCall call) => call.Values.TryGetValue("P", out string? name)
        ? Identifier.FindProject(call.State, name)?.Id ?? name
        : null;

    private static bool InProject(SandboxSession session, string project) => session.Project == project || session.Shared.ContainsKey(project);

    private static string LabelIn(SandboxSession session, string project) =>
        session.Shared.TryGetValue(project, out string? label) ? label : session.Label;

    private static IResult List(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            string? project = ProjectOf(call);
            if (project is not null && ProjectPaths.Readable(call, project) is null)
            {
                return Answer.HtmlError(404, "Unable to find the specified project.");
            }

            SandboxSubject? subject = null;
            if (call.Values.TryGetValue("S", out string? name) && (subject = SubjectPaths.Find(call, project, name)) is null)
            {
                return Answer.HtmlError(404, "Unable to find the specified subject.");
            }

            if (!call.IsGet)
            {
                return LegacyCall.NotAllowed();
            }

            IEnumerable<SandboxSession> sessions = call.State.Sessions.Where(s =>
                (project is null ? call.Caller.CanRead(s.Project) : InProject(s, project))
                && (subject is null || s.SubjectId == subject.Id)
                && ExperimentList.IsOfType(s, call.Param("xsiType")));
            return ExperimentList.Answer(call, sessions, s => project is null ? s.Label : LabelIn(s, project));
        }
    }

    private static IResult One(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            SandboxSession? session = Find(call);
            if (HttpMethods.IsPut(call.Method))
            {
                return session is null ? ExperimentChanges.Create(call) : ExperimentChanges.Change(call, session);
            }

            if (session is null)
            {
                return Answer.HtmlError(404, "Unable to find the specified experiment.");
            }

            if (HttpMethods.IsDelete(call.Method))
            {
                return ExperimentChanges.Delete(call, session, ProjectOf(call));
            }

            // A tail that is no route lands here: the item is the answer (specification 1.1).
            return call.IsGet ? ItemWriter.Answer(call, ExperimentItems.ToItem(call.Context, session)) : LegacyCall.NotAllowed();
        }
    }

    private static IResult Status(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            return Find(call) is SandboxSession session ? Answer.Text(session.Quarantined ? "quarantine" : "active") : Answer.HtmlError(404);
        }
    }

    private static IResult Assessors(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            return Find(call) is null
                ? Answer.HtmlError(404)
                : TableFormats.Answer(call, new Table("ID", "project", "label", "date", "xsiType", "insert_date", "session_ID", "session_label", "URI"));
        }
    }

    private static IResult Shares(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            return Find(call) is SandboxSession session
                ? TableFormats.Answer(call, ShareTable.Of(call.State, session.Project, session.Label, session.Shared))
                : Answer.HtmlError(404);
        }
    }

    private static IResult Share(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            SandboxSession? session = Find(call);
            SandboxProject? target = Identifier.FindProject(call.State, call["T"]);
            if (session is null || target is null)
            {
                return Answer.HtmlError(404);
            }

            string label = call.Param("label") ?? session.Label;
            bool taken = call.State.Sessions.Any(s => s != session && InProject(s, target.Id)
                && string.Equals(LabelIn(s, target.Id), label, StringComparison.OrdinalIgnoreCase));
            IResult? refusal = ShareTable.Refuse(call, session.Project, target.Id, session.Shared.ContainsKey(target.Id), taken);
            if (refusal is not null)
            {
                return refusal;
            }

            if (HttpMethods.IsDelete(call.Method))
            {
                session.Shared.Remove(target.Id);
            }
            else if (call.Flag("primary"))
            {
                if (!ArchiveFiles.Relocate(call.Context, session, target.Id, label))
                {
                    return Answer.HtmlError(409, "File system destination contains pre-existing files");
                }

                session.Shared.Remove(target.Id);
            }
            else
            {
                session.Shared[target.Id] = label;
            }

            call.State.Changed();
            return Answer.Empty();
        }
    }
}
