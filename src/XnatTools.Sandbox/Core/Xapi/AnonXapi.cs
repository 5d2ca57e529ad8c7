using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Anonymization;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Xapi;

/// <summary>/xapi/anonymize: where scripts are kept and switched (specification 12.1).</summary>
internal static class AnonXapi
{
    private const string Default = "version \"6.1\"\nproject != \"Unassigned\" ? (0008,1030) := project\n(0010,0010) := subject\n(0010,0020) := session\n";

    internal static void Map(WebApplication app, SandboxContext context)
    {
        SandboxState state = context.State;
        app.MapGet("/xapi/anonymize/default", () => Answer.Text(Default));
        app.MapGet("/xapi/anonymize/site", () => Answer.Text(Setting(state, "sitewideAnonymizationScript") ?? ""));
        app.MapPut("/xapi/anonymize/site", (Delegate)(async (HttpContext http) =>
        {
            XapiCall.NeedAdmin(http);
            return Set(state, "sitewideAnonymizationScript", await XapiCall.BodyAsync(http));
        }));
        app.MapGet("/xapi/anonymize/site/enabled", () => Answer.Json(Setting(state, "enableSitewideAnonymizationScript") == "true"));
        app.MapPut("/xapi/anonymize/site/enabled", (HttpContext http) =>
        {
            XapiCall.NeedAdmin(http);
            return IsJson(http) ? Set(state, "enableSitewideAnonymizationScript", Wanted(http)) : Answer.Empty(415);
        });
        app.MapGet("/xapi/anonymize/projects/{p}", (HttpContext http, string p) => Read(http, context, p, row => row is null ? Answer.Empty(204) : Answer.Text(row.Contents)));
        app.MapGet("/xapi/anonymize/projects/{p}/enabled", (HttpContext http, string p) => Read(http, context, p, row => Answer.Json(row is { Enabled: true })));
        app.MapPut("/xapi/anonymize/projects/{p}", (Delegate)(async (HttpContext http) => Store(http, context, await XapiCall.BodyAsync(http))));
        app.MapPut("/xapi/anonymize/projects/{p}/enabled", (HttpContext http, string p) => IsJson(http) ? Enable(http, context, p) : Answer.Empty(415));
    }

    private static bool IsJson(HttpContext http) => (http.Request.ContentType ?? "").StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    private static bool Wanted(HttpContext http) => http.Request.Query["enable"].ToString() is "" or "true";

    private static string? Setting(SandboxState state, string name)
    {
        lock (state.Sync)
        {
            return state.SiteConfig[name]?.ToString();
        }
    }

    private static IResult Set(SandboxState state, string name, JsonNode? value)
    {
        lock (state.Sync)
        {
            state.SiteConfig[name] = value;
            state.Changed();
            return Answer.Empty();
        }
    }

    private static IResult Read(HttpContext http, SandboxContext context, string project, Func<ConfigEntry?, IResult> answer)
    {
        XapiCall.Need(http.Caller().CanRead(project));
        lock (context.State.Sync)
        {
            return answer(ScriptRows.Of(context, project));
        }
    }

    private static IResult Store(HttpContext http, SandboxContext context, string script)
    {
        string project = XapiCall.Route(http, "p");
        XapiCall.Need(http.Caller().CanDelete(project));
        lock (context.State.Sync)
        {
            ScriptRows.Store(context, project, http.Caller().Name, script);
            return Answer.Empty();
        }
    }

    private static IResult Enable(HttpContext http, SandboxContext context, string project)
    {
        XapiCall.Need(http.Caller().CanDelete(project));
        bool wanted = Wanted(http);
        lock (context.State.Sync)
        {
            return ScriptRows.Enable(context, project, wanted) ? Answer.Json(wanted) : throw new XapiException(XapiFault.Other);
        }
    }
}
