using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Archive;

/// <summary>Subjects (specification 6).</summary>
internal static class SubjectPaths
{
    private static readonly string[] s_fields = ["group", "src", "dob", "yob", "age", "gender", "handedness", "ses", "education", "race", "ethnicity"];

    internal static void Add(LegacyRouter router)
    {
        router.Add("subjects", List);
        router.Add("subjects/{S}", One);
        router.Add("projects/{P}/subjects", List);
        router.Add("projects/{P}/subjects/{S}", One);
        router.Add("projects/{P}/subjects/{S}/projects", Shares);
        router.Add("projects/{P}/subjects/{S}/projects/{T}", Share);
    }

    /// <summary>The subject of a path: by label or shared label in its project, by XNAT id anywhere.</summary>
    internal static SandboxSubject? Find(LegacyCall call, string? project, string name)
    {
        SandboxSubject? subject = project is null
            ? call.State.Subjects.FirstOrDefault(s => s.Id == name)
            : call.State.Subjects.FirstOrDefault(s => InProject(s, project)
                && (s.Id == name || string.Equals(LabelIn(s, project), name, StringComparison.OrdinalIgnoreCase)));
        return subject is not null && call.Caller.CanRead(project ?? subject.Project) ? subject : null;
    }

    private static bool InProject(SandboxSubject subject, string project) => subject.Project == project || subject.Shared.ContainsKey(project);

    private static string LabelIn(SandboxSubject subject, string project) =>
        subject.Shared.TryGetValue(project, out string? label) ? label : subject.Label;

    private static string? ProjectOf(LegacyCall call) => call.Values.TryGetValue("P", out string? name)
        ? Identifier.FindProject(call.State, name)?.Id ?? name
        : null;

    private static IResult List(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            string? project = ProjectOf(call);
            if (project is not null && ProjectPaths.Readable(call, project) is null)
            {
                return Answer.HtmlError(404, "Unable to find the specified project.");
            }

            if (HttpMethods.IsPost(call.Method) && project is not null)
            {
                return Put(call, project, call.Param("label") ?? "");
            }

            if (!call.IsGet)
            {
                return LegacyCall.NotAllowed();
            }

            IEnumerable<SandboxSubject> subjects = call.State.Subjects.Where(s => project is null ? call.Caller.CanRead(s.Project) : InProject(s, project));
            ListQuery<SandboxSubject> query = new ListQuery<SandboxSubject>("ID", "project", "label", "insert_date", "insert_user")
                .Column("ID", s => s.Id).Column("project", s => project ?? s.Project)
                .Column("label", s => project is null ? s.Label : LabelIn(s, project))
                .Column("insert_date", s => s.InsertDate).Column("insert_user", s => s.InsertUser)
                .Column("last_modified", s => s.InsertDate)
                .Column("URI", s => "/data/subjects/" + s.Id);
            foreach (string field in s_fields)
            {
                query.Column(field, s => s.Fields.GetValueOrDefault(field));
            }

            return query.Answer(call, subjects, paged: true);
        }
    }

    private static IResult One(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            string? project = ProjectOf(call);
            SandboxSubject? subject = Find(call, project, call["S"]);
            if (HttpMethods.IsPut(call.Method) && project is not null)
            {
                return subject is null ? Put(call, project, call["S"]) : Change(call, subject);
            }

            if (subject is null)
            {
                return Answer.HtmlError(404, "Unable to find the specified subject.");
            }

            if (HttpMethods.IsPut(call.Method))
            {
                return Change(call, subject);
            }

            if (HttpMethods.IsDelete(call.Method))
            {
                return Delete(call, project, subject);
            }

            return call.IsGet ? ItemWriter.Answer(call, ToItem(call, subject, project)) : LegacyCall.NotAllowed();
        }
    }

    private static Item ToItem(LegacyCall call, SandboxSubject subject, string? project)
    {
        Item item = new Item("xnat:subjectData").Set("ID", subject.Id)
            .Set("project", subject.Project).Set("label", project is null ? subject.Label : LabelIn(subject, project));
        foreach (KeyValuePair<string, string> field in subject.Fields)
        {
            item.Set(field.Key, field.Value);
        }

        List<Item> sessions = call.State.Sessions.Where(s => s.SubjectId == subject.Id).Select(s => ExperimentItems.ToItem(call.Context, s, brief: true)).ToList();
        if (sessions.Count > 0)
        {
            item.Children.Add(("experiments/experiment", sessions));
        }

        return item;
    }

    private static IResult Put(LegacyCall call, string project, string label)
    {
        if (Identifier.FindProject(call.State, project) is null)
        {
            return Answer.HtmlError(404, "Unable to find the specified project.");
        }

        if (!call.Caller.CanEdit(project))
        {
            return Answer.HtmlError(403);
        }

        if (label.Length == 0 || label != Identifier.CleanLabel(label))
        {
            return Answer.HtmlError(400, "Invalid character in label.");
        }

        SandboxSubject subject = call.Context.Prearchive.Archiver.AddSubject(project, label, call.Caller.Name);
        SetFields(call, subject);
        call.State.Changed();
        return Answer.Text(subject.Id, 201);
    }

    private static void SetFields(LegacyCall call, SandboxSubject subject)
    {
        foreach (string field in s_fields)
        {
            if (call.Param(field) is string value)
            {
                subject.Fields[field] = value;
            }
        }
    }

    private static IResult Change(LegacyCall call, SandboxSubject subject)
    {
        if (!call.Caller.CanEdit(subject.Project))
        {
            return Answer.HtmlError(403);
        }

        SetFields(call, subject);
        if (call.Param("label") is string label && label != subject.Label)
        {
            if (call.State.Subjects.Any(s => s != subject && s.Project == subject.Project && string.Equals(s.Label, label, StringComparison.OrdinalIgnoreCase)))
            {
                return Answer.HtmlError(409, "Label already in use: " + label);
            }

            subject.Label = Identifier.CleanLabel(label);
            call.State.Changed();
            return Answer.Empty();
        }

        call.State.Changed();
        return Answer.Text(subject.Id);
    }

    private static IResult Delete(LegacyCall call, string? project, SandboxSubject subject)
    {
        if (!call.Caller.CanDelete(project ?? subject.Project))
        {
            return Answer.HtmlError(403, "User account doesn't have permission to delete this subject.");
        }

        if (project is not null && subject.Shared.Remove(project))
        {
            call.State.Changed();
            return Answer.Empty();
        }

        foreach (SandboxSession session in call.State.Sessions.Where(s => s.SubjectId == subject.Id).ToArray())
        {
            ArchiveFiles.Delete(call.Context, session, call.Flag("removeFiles"));
        }

        call.State.Subjects.Remove(subject);
        call.State.Changed();
        return Answer.Empty();
    }

    private static IResult Shares(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            return Find(call, ProjectOf(call), call["S"]) is SandboxSubject subject
                ? TableFormats.Answer(call, ShareTable.Of(call.State, subject.Project, subject.Label, subject.Shared))
                : Answer.HtmlError(404);
        }
    }

    private static IResult Share(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            SandboxSubject? subject = Find(call, ProjectOf(call), call["S"]);
            SandboxProject? target = Identifier.FindProject(call.State, call["T"]);
            if (subject is null || target is null)
            {
                return Answer.HtmlError(404);
            }

            string label = call.Param("label") ?? subject.Label;
            bool taken = call.State.Subjects.Any(s => s != subject && InProject(s, target.Id)
                && string.Equals(LabelIn(s, target.Id), label, StringComparison.OrdinalIgnoreCase));
            IResult? refusal = ShareTable.Refuse(call, subject.Project, target.Id, subject.Shared.ContainsKey(target.Id), taken);
            if (refusal is not null)
            {
                return refusal;
            }

            if (HttpMethods.IsDelete(call.Method))
            {
                subject.Shared.Remove(target.Id);
            }
            else if (call.Flag("primary"))
            {
                subject.Project = target.Id;
                subject.Label = label;
                subject.Shared.Remove(target.Id);
            }
            else
            {
                subject.Shared[target.Id] = label;
            }

            call.State.Changed();
            return Answer.Empty();
        }
    }
}
