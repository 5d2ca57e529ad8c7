using System;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Prearchive;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Archive;

/// <summary>Creation, rename and deletion of image sessions (specification 7.2 and 7.3).</summary>
internal static class ExperimentChanges
{
    private static readonly string[] s_statusFlags = ["activate", "quarantine", "_lock", "_unlock", "_obsolete"];

    internal static IResult Create(LegacyCall call)
    {
        if (!call.Values.TryGetValue("P", out string? name) || !call.Values.TryGetValue("S", out string? subjectName))
        {
            return Answer.HtmlError(404, "Unable to find the specified experiment.");
        }

        SandboxProject? project = Identifier.FindProject(call.State, name);
        if (project is null)
        {
            return Answer.HtmlError(404, "Unable to find the specified project.");
        }

        if (!call.Caller.CanEdit(project.Id))
        {
            return Answer.HtmlError(403);
        }

        if (call.Param("xsiType") is not string type)
        {
            return Answer.HtmlError(417);
        }

        string label = call["E"];
        if (call.State.Sessions.Any(s => s.Project == project.Id && string.Equals(s.Label, label, StringComparison.OrdinalIgnoreCase)))
        {
            // The label is unique in the project, across subjects.
            return Answer.HtmlError(409, "Label already in use for: " + label);
        }

        PrearchiveArchiver archiver = call.Context.Prearchive.Archiver;
        SandboxSubject subject = SubjectPaths.Find(call, project.Id, subjectName) ?? archiver.AddSubject(project.Id, Identifier.CleanLabel(subjectName), call.Caller.Name);
        string now = SqlTime.Format(call.Context.Clock.GetUtcNow(), call.Context.Clock);
        SandboxSession session = new()
        {
            Id = $"XNAT_E{call.State.NextId("experiment"):00000}",
            Project = project.Id,
            SubjectId = subject.Id,
            Label = Identifier.CleanLabel(label),
            XsiType = type,
            InsertDate = now,
            InsertUser = call.Caller.Name,
            LastModified = now,
        };
        SetFields(call, session);
        call.State.Sessions.Add(session);
        call.State.Changed();
        return Answer.Text(session.Id, 201);
    }

    internal static IResult Change(LegacyCall call, SandboxSession session)
    {
        if (!call.Caller.CanEdit(session.Project))
        {
            return Answer.HtmlError(403);
        }

        if (s_statusFlags.Any(f => call.Param(f) is not null))
        {
            if (!call.Caller.CanDelete(session.Project))
            {
                return Answer.HtmlError(403);
            }

            session.Quarantined = call.Flag("quarantine") || (session.Quarantined && !call.Flag("activate"));
        }

        if (call.Param("subject_ID") is string subject)
        {
            if (!call.State.Subjects.Any(s => s.Id == subject && s.Project == session.Project))
            {
                return Answer.HtmlError(404);
            }

            session.SubjectId = subject;
        }

        SetFields(call, session);
        session.LastModified = SqlTime.Format(call.Context.Clock.GetUtcNow(), call.Context.Clock);
        call.State.Changed();
        if (call.Param("label") is not string label || label == session.Label)
        {
            return Answer.Text(session.Id);
        }

        string clean = Identifier.CleanLabel(label);
        if (call.State.Sessions.Any(s => s != session && s.Project == session.Project && string.Equals(s.Label, clean, StringComparison.OrdinalIgnoreCase)))
        {
            return Answer.HtmlError(409, "Label already in use for: " + clean);
        }

        return ArchiveFiles.Relocate(call.Context, session, session.Project, clean)
            ? Answer.Empty()
            : Answer.HtmlError(409, "File system destination contains pre-existing files");
    }

    internal static IResult Delete(LegacyCall call, SandboxSession session, string? project)
    {
        if (!call.Caller.CanDelete(project ?? session.Project))
        {
            return Answer.HtmlError(403, "User account doesn't have permission to modify this session.");
        }

        if (project is not null && session.Shared.Remove(project))
        {
            call.State.Changed();
            return Answer.Empty();
        }

        ArchiveFiles.Delete(call.Context, session, call.Flag("removeFiles"));
        return Answer.Empty();
    }

    private static void SetFields(LegacyCall call, SandboxSession session)
    {
        string? Field(string name) => call.Param(name) ?? call.Param($"{session.XsiType}/{name}");
        session.Date = Field("date") is string date ? IsoDate(date) : session.Date;
        session.Note = Field("note") ?? session.Note;
        session.Scanner = Field("scanner") ?? session.Scanner;
        session.Modality = Field("modality") ?? session.Modality;
        session.Uid = Field("UID") ?? session.Uid;
    }

    private static string IsoDate(string text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd", "MM/dd/yyyy", "yyyyMMdd"], null, System.Globalization.DateTimeStyles.None, out DateTime date)
            ? date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : "";
}
