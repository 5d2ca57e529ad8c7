using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Archive;

/// <summary>Projects: lists, items, creation, change, deletion (specification 5.1, 5.2, 5.5).</summary>
internal static class ProjectPaths
{
    private static readonly string[] s_accessColumns = ["accessible", "data", "prearc_code", "owner", "member", "collaborator", "admin", "activeSince", "recent", "favorite", "users"];

    internal static void Add(LegacyRouter router)
    {
        router.Add("projects", (Func<LegacyCall, Task<IResult>>)ListAsync);
        router.Add("projects/{P}", (Func<LegacyCall, Task<IResult>>)OneAsync);
    }

    /// <summary>The project, when the caller may read it; alias names count.</summary>
    internal static SandboxProject? Readable(LegacyCall call, string name)
    {
        SandboxProject? project = Identifier.FindProject(call.State, name);
        return project is not null && call.Caller.CanRead(project.Id) ? project : null;
    }

    private static async Task<IResult> ListAsync(LegacyCall call)
    {
        if (HttpMethods.IsPost(call.Method))
        {
            Dictionary<string, string> fields = await ProjectFields.ReadAsync(call).ConfigureAwait(false);
            return fields.TryGetValue("ID", out string? id) && id.Length > 0 ? Create(call, id, fields, post: true) : Answer.HtmlError(417);
        }

        if (!call.IsGet)
        {
            return LegacyCall.NotAllowed();
        }

        lock (call.State.Sync)
        {
            bool other = s_accessColumns.Any(n => call.Param(n) is not null);
            List<SandboxProject> projects = call.State.Projects.Where(p => Listed(call, p)).ToList();
            return other || call.Param("permissions") is not null
                ? TableFormats.Answer(call, AccessTable(call, projects))
                : new ListQuery<SandboxProject>("ID", "secondary_ID", "name", "description", "pi_firstname", "pi_lastname")
                    .Column("ID", p => p.Id).Column("secondary_ID", p => p.SecondaryId).Column("name", p => p.Name)
                    .Column("description", p => p.Description).Column("pi_firstname", p => p.PiFirstName)
                    .Column("pi_lastname", p => p.PiLastName).Column("keywords", p => p.Keywords)
                    .Column("insert_date", p => p.InsertDate).Column("URI", p => "/data/projects/" + p.Id)
                    .Answer(call, projects);
        }
    }

    private static bool Listed(LegacyCall call, SandboxProject project)
    {
        Caller caller = call.Caller;
        string id = project.Id;
        bool right = call.Param("restrict") switch
        {
            "edit" => caller.CanEdit(id),
            "delete" => caller.CanDelete(id),
            _ => caller.CanSee(id),
        };
        right &= call.Param("permissions") is not ("edit" or "create") || caller.CanEdit(id);
        right &= call.Param("data") is not "writable" || caller.CanEdit(id);
        right &= call.Param("data") is not "readable" || caller.CanRead(id);
        right &= !call.Flag("accessible") || caller.CanRead(id);
        foreach (string level in new[] { "owner", "member", "collaborator" })
        {
            right &= !call.Flag(level) || caller.Group(id) == level;
        }

        return right;
    }

    private static Table AccessTable(LegacyCall call, List<SandboxProject> projects)
    {
        List<string> columns = ["id", "name", "description", "secondary_id", "pi", "project_invs", "project_access", "insert_date", "user_role"];
        if (call.Flag("prearc_code"))
        {
            columns.AddRange(["proj_quarantine", "proj_prearchive_code"]);
        }

        Table table = new([.. columns]) { Total = !call.Context.Faults.IsOn(FaultNames.NoTotalRecords) };
        foreach (SandboxProject p in projects)
        {
            string role = call.Caller.Group(p.Id) switch { "owner" => "Owners", "member" => "Members", "collaborator" => "Collaborators", _ => "" };
            table.Add(
                p.Id,
                p.Name,
                p.Description,
                p.SecondaryId,
                p.PiLastName.Length > 0 ? $"{p.PiLastName}, {p.PiFirstName}" : "",
                "",
                p.Accessibility,
                p.InsertDate,
                role,
                p.QuarantineCode.ToString(CultureInfo.InvariantCulture),
                p.PrearchiveCode.ToString(CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static async Task<IResult> OneAsync(LegacyCall call)
    {
        string id = call["P"];
        if (HttpMethods.IsPut(call.Method))
        {
            Dictionary<string, string> fields = await ProjectFields.ReadAsync(call).ConfigureAwait(false);
            SandboxProject? existing;
            lock (call.State.Sync)
            {
                existing = Identifier.FindProject(call.State, id);
            }

            return existing is null ? Create(call, id, fields, post: false) : Change(call, existing, fields);
        }

        lock (call.State.Sync)
        {
            if (HttpMethods.IsDelete(call.Method))
            {
                return Delete(call, Identifier.FindProject(call.State, id));
            }

            if (!call.IsGet)
            {
                return LegacyCall.NotAllowed();
            }

            return Readable(call, id) is SandboxProject project
                ? ItemWriter.Answer(call, ToItem(project))
                : Answer.HtmlError(404, "Unable to find the specified project.");
        }
    }

    private static Item ToItem(SandboxProject p) => new Item("xnat:projectData")
        .Set("ID", p.Id).Set("secondary_ID", p.SecondaryId).Set("name", p.Name).Set("description", p.Description)
        .Set("keywords", p.Keywords).Set("PI/firstname", p.PiFirstName).Set("PI/lastname", p.PiLastName)
        .Set("active", true);

    private static IResult Create(LegacyCall call, string id, Dictionary<string, string> fields, bool post)
    {
        lock (call.State.Sync)
        {
            if (!call.Caller.IsAdmin && call.State.SiteConfig["uiAllowNonAdminProjectCreation"]?.ToString() == "false")
            {
                return Answer.HtmlError(403);
            }

            if (!Regex.IsMatch(id, "^[A-Za-z0-9_-]+$") || (fields.TryGetValue("ID", out string? bodyId) && bodyId != id))
            {
                return Answer.HtmlError(417, "Invalid character in project ID.");
            }

            if (call.State.UsedProjectIds.Contains(id, StringComparer.OrdinalIgnoreCase))
            {
                return Answer.HtmlError(403, "Project '" + id + "' was used in a previously deleted project and cannot be reused.");
            }

            SandboxProject project = new()
            {
                Id = id,
                InsertDate = SqlTime.Format(call.Context.Clock.GetUtcNow(), call.Context.Clock),
                InsertUser = call.Caller.Name,
                PrearchiveCode = int.TryParse(call.State.SiteConfig["defaultProjectAutoArchiveSetting"]?.ToString(), out int code) ? code : 4,

                // Missing accessibility means protected on create, which surprises people.
                Accessibility = call.Param("accessibility") ?? "protected",
            };
            ProjectFields.Apply(project, fields);
            if (ProjectFields.Clash(call.State, project) is string clash)
            {
                return Answer.HtmlError(409, clash);
            }

            call.State.Projects.Add(project);
            call.Caller.User.Groups.Add(id + "_owner");
            call.State.Changed();
            return post ? Answer.Text("/data/projects/" + id) : Answer.Text("");
        }
    }

    private static IResult Change(LegacyCall call, SandboxProject project, Dictionary<string, string> fields)
    {
        lock (call.State.Sync)
        {
            if (!call.Caller.CanDelete(project.Id))
            {
                return Answer.HtmlError(403, "User account doesn't have permission to edit this project.");
            }

            SandboxProject trial = new() { Id = project.Id, SecondaryId = project.SecondaryId, Name = project.Name, Aliases = project.Aliases };
            ProjectFields.Apply(trial, fields);
            if (ProjectFields.Clash(call.State, trial) is string clash)
            {
                return Answer.HtmlError(409, clash);
            }

            ProjectFields.Apply(project, fields);
            project.Accessibility = call.Param("accessibility") ?? project.Accessibility;
            call.State.Changed();
            return Answer.Text("");
        }
    }

    private static IResult Delete(LegacyCall call, SandboxProject? project)
    {
        if (project is null || call.Rest.Length > 0)
        {
            return Answer.HtmlError(400);
        }

        if (!call.Caller.CanDelete(project.Id))
        {
            return Answer.HtmlError(403);
        }

        call.State.Projects.Remove(project);
        call.State.UsedProjectIds.Add(project.Id);
        foreach (SandboxSession session in call.State.Sessions.Where(s => s.Project == project.Id).ToArray())
        {
            ArchiveFiles.Delete(call.Context, session, call.Flag("removeFiles"));
        }

        call.State.Subjects.RemoveAll(s => s.Project == project.Id);
        call.State.Changed();
        return Answer.Text("");
    }
}
