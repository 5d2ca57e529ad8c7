using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Anonymization;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Services;

/// <summary>The configuration service: rows with versions and status, of site and project (specification 11).</summary>
internal static class ConfigPaths
{
    internal static void Add(LegacyRouter router)
    {
        foreach (string place in new[] { "config", "projects/{P}/config" })
        {
            router.Add(place, Tools);
            router.Add(place + "/{T}", (Func<LegacyCall, Task<IResult>>)OneAsync);
        }
    }

    private static string? ProjectOf(LegacyCall call) => call.Values.TryGetValue("P", out string? name)
        ? Identifier.FindProject(call.State, name)?.Id
        : "";

    private static IResult Tools(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            if (ProjectOf(call) is not string project || (project.Length > 0 && !call.Caller.CanRead(project)))
            {
                return Answer.HtmlError(404);
            }

            Table table = new("tool") { Total = false };
            foreach (string tool in call.State.Config.Where(c => c.Project == project).Select(c => c.Tool).Distinct(StringComparer.Ordinal))
            {
                table.Add(tool);
            }

            return TableFormats.Answer(call, table);
        }
    }

    private static async Task<IResult> OneAsync(LegacyCall call)
    {
        string body = call.IsGet ? "" : await call.BodyAsync().ConfigureAwait(false);
        lock (call.State.Sync)
        {
            if (ProjectOf(call) is not string project || (project.Length > 0 && !call.Caller.CanRead(project)))
            {
                return Answer.HtmlError(404);
            }

            // The row of the site's script is as the site's settings are.
            _ = ScriptRows.Of(call.Context, "");
            if (call.IsGet)
            {
                return Get(call, project);
            }

            if (project.Length == 0 ? !call.Caller.IsAdmin : !call.Caller.CanDelete(project))
            {
                return Answer.HtmlError(403);
            }

            IResult answer = HttpMethods.IsDelete(call.Method) ? SetStatus(call, project, enabled: false)
                : HttpMethods.IsPut(call.Method) ? Put(call, project, body)
                : LegacyCall.NotAllowed();
            if (call["T"] == ScriptRows.Tool && call.Rest == ScriptRows.PathOf(project))
            {
                ScriptRows.Follow(call.Context, project);
            }

            return answer;
        }
    }

    private static List<ConfigEntry> Versions(LegacyCall call, string project) => call.State.Config
        .Where(c => c.Tool == call["T"] && c.Path == call.Rest && c.Project == project)
        .ToList();

    private static IResult Get(LegacyCall call, string project)
    {
        List<ConfigEntry> rows = call.Rest.Length > 0
            ? Versions(call, project)
            : call.State.Config.Where(c => c.Tool == call["T"] && c.Project == project).GroupBy(c => c.Path).Select(g => g.Last()).ToList();
        if (rows.Count == 0 && project.Length > 0 && call.Flag("defaultToSiteWide"))
        {
            rows = Versions(call, "");
        }

        if (call.Rest.Length > 0 && call.Param("action") != "getHistory" && rows.Count > 0)
        {
            ConfigEntry? one = call.Param("version") is string version
                ? rows.FirstOrDefault(r => r.Version.ToString(CultureInfo.InvariantCulture) == version)
                : rows[^1];
            rows = one is null ? [] : [one];
        }

        if (rows.Count == 0 || (call.Flag("contents") && !rows[0].Enabled))
        {
            return call.Flag("accept-not-found") ? Answer.Empty(204) : Answer.HtmlError(404, "Could not find config for user, project, tool and path.");
        }

        if (call.Flag("contents") && call.Rest.Length > 0)
        {
            return Answer.Text(rows[0].Contents);
        }

        bool meta = call.Flag("meta");
        Table table = meta
            ? new Table("tool", "path", "project", "user", "create_date", "reason", "unversioned", "version", "status") { Total = false }
            : new Table("tool", "path", "project", "user", "create_date", "reason", "unversioned", "version", "status", "contents") { Total = false };
        foreach (ConfigEntry row in rows)
        {
            table.Add(
                row.Tool, row.Path, row.Project, row.User, row.CreateDate, row.Reason, "false", row.Version.ToString(CultureInfo.InvariantCulture), row.Enabled ? "enabled" : "disabled", row.Contents);
        }

        return TableFormats.Answer(call, table);
    }

    private static IResult SetStatus(LegacyCall call, string project, bool enabled)
    {
        List<ConfigEntry> versions = Versions(call, project);
        if (versions.Count == 0)
        {
            return Answer.HtmlError(500);
        }

        versions[^1].Enabled = enabled;
        call.State.Changed();
        return Answer.Empty();
    }

    private static IResult Put(LegacyCall call, string project, string body)
    {
        if (call.Param("status") is string status)
        {
            return status.ToLowerInvariant() switch
            {
                "enabled" or "true" => SetStatus(call, project, enabled: true),
                "disabled" or "false" => SetStatus(call, project, enabled: false),
                _ => Answer.HtmlError(400),
            };
        }

        string contents = body;
        bool enabled = true;
        if ((call.Http.Request.ContentType ?? "").StartsWith("application/json", StringComparison.OrdinalIgnoreCase) && Json(body) is JsonObject json)
        {
            contents = json["contents"]?.ToString() ?? "";
            enabled = json["status"]?.ToString() != "disabled";
        }

        if (contents.Length == 0)
        {
            return Answer.HtmlError(500);
        }

        int version = Versions(call, project).Count + 1;
        call.State.Config.Add(new ConfigEntry
        {
            Tool = call["T"],
            Path = call.Rest,
            Project = project,
            User = call.Caller.Name,
            CreateDate = SqlTime.Format(call.Context.Clock.GetUtcNow(), call.Context.Clock),
            Reason = call.Param("reason") ?? "",
            Contents = contents,
            Version = version,
            Enabled = enabled,
        });
        call.State.Changed();
        return Answer.Empty(version == 1 ? 201 : 200);
    }

    private static JsonNode? Json(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
