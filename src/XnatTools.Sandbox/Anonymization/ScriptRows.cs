using System.Linq;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Anonymization;

/// <summary>
/// Scripts as rows of the configuration service (tool "anon"; specification of the core API, 12.1). A project's script is such a row. The
/// site's is in the site's settings; its row follows them, and they follow the row.
/// </summary>
internal static class ScriptRows
{
    internal const string Tool = "anon";

    private const string Script = "sitewideAnonymizationScript";
    private const string Switch = "enableSitewideAnonymizationScript";

    internal static string PathOf(string project) => project.Length == 0 ? "script" : "projects/" + project;

    /// <summary>The row in force; null when there was never a script.</summary>
    /// <param name="context">State and clock.</param>
    /// <param name="project">Empty for the site.</param>
    internal static ConfigEntry? Of(SandboxContext context, string project)
    {
        ConfigEntry? row = context.State.Config.LastOrDefault(c => c.Tool == Tool && c.Path == PathOf(project) && c.Project == project);
        if (project.Length > 0 || context.State.SiteConfig[Script]?.ToString() is not { Length: > 0 } script)
        {
            return row;
        }

        bool enabled = context.State.SiteConfig[Switch]?.ToString() == "true";
        if (row?.Contents != script)
        {
            row = Add(context, project, "admin", script);
        }

        row.Enabled = enabled;
        return row;
    }

    /// <summary>A new version, which is in force at once: storing a script enables it.</summary>
    internal static void Store(SandboxContext context, string project, string user, string script)
    {
        Add(context, project, user, script);
        Follow(context, project);
        context.State.Changed();
    }

    /// <summary>Switches the script; false when there is none.</summary>
    internal static bool Enable(SandboxContext context, string project, bool enabled)
    {
        if (Of(context, project) is not ConfigEntry row)
        {
            return false;
        }

        row.Enabled = enabled;
        Follow(context, project);
        context.State.Changed();
        return true;
    }

    /// <summary>The site's settings are made to say what its row says, after somebody wrote that.</summary>
    internal static void Follow(SandboxContext context, string project)
    {
        if (project.Length == 0 && context.State.Config.LastOrDefault(static c => c is { Tool: Tool, Path: "script", Project.Length: 0 }) is { } row)
        {
            context.State.SiteConfig[Script] = row.Contents;
            context.State.SiteConfig[Switch] = row.Enabled;
        }
    }

    private static ConfigEntry Add(SandboxContext context, string project, string user, string script)
    {
        ConfigEntry row = new()
        {
            Tool = Tool,
            Path = PathOf(project),
            Project = project,
            User = user,
            CreateDate = SqlTime.Format(context.Clock.GetUtcNow(), context.Clock),
            Contents = script,
            Version = context.State.Config.Count(c => c.Tool == Tool && c.Path == PathOf(project) && c.Project == project) + 1,
        };
        context.State.Config.Add(row);
        return row;
    }
}
