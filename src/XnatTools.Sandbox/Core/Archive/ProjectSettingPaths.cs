using System;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Archive;

/// <summary>Small resources of a project: accessibility, codes (specification 5.3, 5.4).</summary>
internal static class ProjectSettingPaths
{
    internal static void Add(LegacyRouter router)
    {
        router.Add("projects/{P}/accessibility", Accessibility);
        router.Add("projects/{P}/prearchive_code", call => Code(call, p => p.PrearchiveCode, (p, v) => p.PrearchiveCode = v, prearchive: true));
        router.Add("projects/{P}/quarantine_code", call => Code(call, p => p.QuarantineCode, (p, v) => p.QuarantineCode = v, prearchive: false));
        router.Add("projects/{P}/current_arc", call => WithProject(call, _ => Answer.Text("arc001")));
        router.Add("projects/{P}/scan_type_mapping", call => WithProject(call, _ => Answer.Text("true")));
    }

    private static IResult WithProject(LegacyCall call, Func<SandboxProject, IResult> answer)
    {
        lock (call.State.Sync)
        {
            SandboxProject? project = Identifier.FindProject(call.State, call["P"]);
            if (project is null || !call.Caller.CanSee(project.Id))
            {
                return Answer.HtmlError(404, "Unable to find the specified project.");
            }

            if (!call.IsGet && !call.Caller.CanDelete(project.Id))
            {
                return Answer.HtmlError(403);
            }

            return answer(project);
        }
    }

    private static IResult Accessibility(LegacyCall call) => WithProject(call, project =>
    {
        if (call.IsGet)
        {
            return Answer.Text(project.Accessibility);
        }

        if (call.Rest is not ("private" or "protected" or "public"))
        {
            return Answer.HtmlError(400);
        }

        if (call.Rest != "private" && call.State.SiteConfig["securityAllowNonPrivateProjects"]?.ToString() == "false")
        {
            return Answer.HtmlError(403);
        }

        project.Accessibility = call.Rest;
        call.State.Changed();
        return Answer.Text(project.Accessibility);
    });

    private static IResult Code(LegacyCall call, Func<SandboxProject, int> get, Action<SandboxProject, int> set, bool prearchive) => WithProject(call, project =>
    {
        if (call.IsGet)
        {
            return Answer.Text(get(project).ToString(CultureInfo.InvariantCulture));
        }

        int? code = call.Rest switch
        {
            "true" => prearchive ? 4 : 1,
            "false" => 0,
            _ => int.TryParse(call.Rest, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null,
        };
        if (code is null || !(prearchive ? new[] { 0, 4, 5 } : [0, 1]).Contains(code.Value))
        {
            return Answer.HtmlError(400, "Invalid code.");
        }

        if (prearchive && code != 0 && call.State.SiteConfig["projectAllowAutoArchive"]?.ToString() == "false")
        {
            return Answer.HtmlError(403);
        }

        set(project, code.Value);
        call.State.Changed();
        return Answer.Text("");
    });
}
