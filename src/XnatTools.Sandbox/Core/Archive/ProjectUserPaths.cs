using System;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Archive;

/// <summary>Users and invitations of a project (specification 5.6).</summary>
internal static class ProjectUserPaths
{
    private static readonly string[] s_levels = ["owner", "member", "collaborator"];

    internal static void Add(LegacyRouter router)
    {
        router.Add("projects/{P}/users", List);
        router.Add("projects/{P}/users/{G}/{U}", Change);
        router.Add("projects/{P}/groups", Groups);
        router.Add("projects/{P}/pars", Invitations);
        router.Add("pars", call => TableFormats.Answer(call, InvitationTable()));
    }

    private static IResult List(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            SandboxProject? project = ProjectPaths.Readable(call, call["P"]);
            return project is null ? call.ConstructorError(403) : UserTable(call, project, call.Rest == "true");
        }
    }

    private static IResult Change(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            SandboxProject? project = Identifier.FindProject(call.State, call["P"]);
            if (project is null || Level(project, call["G"]) is not string level)
            {
                return call.ConstructorError(404);
            }

            if (!call.Caller.CanDelete(project.Id))
            {
                return Answer.HtmlError(403);
            }

            string group = $"{project.Id}_{level}";
            foreach (string name in call["U"].Split(" , ", StringSplitOptions.RemoveEmptyEntries))
            {
                SandboxUser? user = call.State.Users.FirstOrDefault(
                    u => u.Name == name || u.Email == name || u.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == name);
                if (HttpMethods.IsDelete(call.Method))
                {
                    user?.Groups.Remove(group);
                }
                else if (HttpMethods.IsPut(call.Method))
                {
                    Put(call, project, level, group, name, user);
                }
            }

            call.State.Changed();
            return UserTable(call, project, false);
        }
    }

    // An unknown user is invited without a question: that is XNAT's way.
    private static void Put(LegacyCall call, SandboxProject project, string level, string group, string name, SandboxUser? user)
    {
        if (user is not null)
        {
            if (!user.Groups.Contains(group, StringComparer.Ordinal))
            {
                user.Groups.Add(group);
            }
        }
        else if (call.State.SiteConfig["securityExternalUserParDisabled"]?.ToString() != "true")
        {
            project.Invitations.Add(new SandboxInvitation
            {
                Id = call.State.NextId("par"),
                Level = level,
                Email = name,
                CreateDate = SqlTime.Format(call.Context.Clock.GetUtcNow(), call.Context.Clock),
            });
        }
    }

    private static string? Level(SandboxProject project, string group) => group switch
    {
        "Owners" => "owner",
        "Members" => "member",
        "Collaborators" => "collaborator",
        _ => s_levels.FirstOrDefault(l => group == l || group == $"{project.Id}_{l}"),
    };

    private static string Display(string level) => char.ToUpperInvariant(level[0]) + level[1..] + "s";

    private static IResult UserTable(LegacyCall call, SandboxProject project, bool disabled)
    {
        Table table = new("GROUP_ID", "displayname", "login", "firstname", "lastname", "email");
        foreach (SandboxUser user in call.State.Users.Where(u => u.Enabled || disabled))
        {
            foreach (string level in s_levels.Where(l => user.Groups.Contains($"{project.Id}_{l}", StringComparer.Ordinal)))
            {
                table.Add($"{project.Id}_{level}", Display(level), user.Name, user.FirstName, user.LastName, user.Email);
            }
        }

        return TableFormats.Answer(call, table);
    }

    private static IResult Groups(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            SandboxProject? project = ProjectPaths.Readable(call, call["P"]);
            if (project is null)
            {
                return call.ConstructorError(404);
            }

            Table table = new("id", "displayname", "tag");
            foreach (string level in s_levels)
            {
                table.Add($"{project.Id}_{level}", Display(level), project.Id);
            }

            return TableFormats.Answer(call, table);
        }
    }

    private static Table InvitationTable() =>
        new("par_id", "proj_id", "level", "create_date", "email", "login", "secondary_id", "approved", "approval_date");

    private static IResult Invitations(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            SandboxProject? project = Identifier.FindProject(call.State, call["P"]);
            if (project is null || !call.Caller.CanEdit(project.Id))
            {
                return call.ConstructorError(403);
            }

            Table table = InvitationTable();
            foreach (SandboxInvitation par in project.Invitations)
            {
                table.Add(par.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), project.Id, par.Level, par.CreateDate, par.Email, "", project.SecondaryId, "", "");
            }

            return TableFormats.Answer(call, table);
        }
    }
}
