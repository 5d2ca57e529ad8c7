using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Xapi;

/// <summary>/xapi/siteConfig and /xapi/plugins (specification 4).</summary>
internal static class SiteXapi
{
    internal static void Map(WebApplication app, SandboxContext context)
    {
        SandboxState state = context.State;
        app.MapGet("/xapi/siteConfig/buildInfo", () => Answer.Json(BuildInfo(context)));
        app.MapGet("/xapi/siteConfig/buildInfo/{name}", (string name) =>
            BuildInfo(context).TryGetValue(name, out string? value) ? Answer.Text(value) : throw new XapiException(XapiFault.NotFound, name));
        app.MapGet("/xapi/siteConfig/uptime", () => Answer.Json(new Dictionary<string, string> { ["days"] = "0", ["hours"] = "0", ["minutes"] = "1", ["seconds"] = "0" }));
        app.MapGet("/xapi/siteConfig", () => Locked(state, () => JsonText(state.SiteConfig)));
        app.MapGet("/xapi/siteConfig/values/{names}", (string names) => Locked(state, () =>
        {
            JsonObject some = [];
            foreach (string name in names.Split(',').Where(n => state.SiteConfig.ContainsKey(n)))
            {
                some[name] = state.SiteConfig[name]?.DeepClone();
            }

            return JsonText(some);
        }));
        app.MapGet("/xapi/siteConfig/{name}", (string name) => Locked(state, () => state.SiteConfig[name] is JsonNode value
            ? (name is "siteId" or "siteUrl" or "siteHome" or "siteLogoPath") && value.GetValueKind() == JsonValueKind.String
                ? Answer.Text(value.ToString())
                : JsonText(value)
            : throw new XapiException(XapiFault.NotFound, name)));
        app.MapPost("/xapi/siteConfig", (Delegate)((HttpContext http) => SetManyAsync(http, context)));
        app.MapPost("/xapi/siteConfig/{name}", (Delegate)((HttpContext http) => SetOneAsync(http, context)));
        app.MapGet("/xapi/plugins", () => Answer.Json(Plugins(context)));
        app.MapGet("/xapi/plugins/{id}", (string id) =>
            Plugins(context).TryGetValue(id, out object? plugin) ? Answer.Json(plugin) : throw new XapiException(XapiFault.NotFound, id));
    }

    private static IResult Locked(SandboxState state, Func<IResult> answer)
    {
        lock (state.Sync)
        {
            return answer();
        }
    }

    private static IResult JsonText(JsonNode node) => Answer.Text(node.ToJsonString(), 200, "application/json");

    private static Dictionary<string, string> BuildInfo(SandboxContext context) => new()
    {
        ["version"] = context.Options.XnatVersion,
        ["buildNumber"] = "1",
        ["buildDate"] = "Wed May 01 10:11:12 UTC 2024",
        ["commit"] = "v0-sandbox",
        ["isDirty"] = "false",
        ["branch"] = "master",
        ["hostName"] = "127.0.0.1",
        ["Implementation-Version"] = context.Options.XnatVersion,
    };

    private static Dictionary<string, object> Plugins(SandboxContext context)
    {
        Dictionary<string, object> plugins = [];
        if (context.Options.HasDqr)
        {
            plugins["dicom-query-retrieve"] = new Dictionary<string, object>
            {
                ["id"] = "dicom-query-retrieve",
                ["name"] = "XNAT DICOM Query-Retrieve Plugin",
                ["version"] = context.Options.Plugin == PluginGeneration.V1 ? "1.1.0" : "2.0.2",
                ["description"] = "XNAT DICOM Query-Retrieve Plugin",
                ["namespace"] = "",
                ["beanName"] = "dqrPlugin",
                ["entityPackages"] = new[] { "org.nrg.xnatx.dqr.domain.entities" },
                ["dataModelBeans"] = Array.Empty<object>(),
            };
        }

        return plugins;
    }

    private static async Task<IResult> SetManyAsync(HttpContext http, SandboxContext context)
    {
        XapiCall.NeedAdmin(http);
        Dictionary<string, JsonNode?> values = [];
        if (http.Request.HasFormContentType)
        {
            foreach (KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> pair in await http.Request.ReadFormAsync())
            {
                values[pair.Key] = JsonValue.Create(pair.Value.ToString());
            }
        }
        else if (await XapiCall.JsonAsync(http) is JsonObject json)
        {
            foreach (KeyValuePair<string, JsonNode?> pair in json)
            {
                values[pair.Key] = pair.Value?.DeepClone();
            }
        }

        return Set(context, values);
    }

    private static async Task<IResult> SetOneAsync(HttpContext http, SandboxContext context)
    {
        XapiCall.NeedAdmin(http);
        string body = await XapiCall.BodyAsync(http);
        return Set(context, new Dictionary<string, JsonNode?> { [XapiCall.Route(http, "name")] = Value(body) });
    }

    private static JsonNode? Value(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return JsonValue.Create(body);
        }
    }

    private static IResult Set(SandboxContext context, Dictionary<string, JsonNode?> values)
    {
        lock (context.State.Sync)
        {
            foreach (KeyValuePair<string, JsonNode?> pair in values)
            {
                context.State.SiteConfig[pair.Key] = pair.Value;
            }

            context.State.Changed();
            return Answer.Empty();
        }
    }
}
