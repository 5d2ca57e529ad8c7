using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Xapi;

/// <summary>What the core's xapi paths have in common.</summary>
internal static class XapiCall
{
    internal static void NeedAdmin(HttpContext http)
    {
        if (!http.Caller().IsAdmin)
        {
            throw new XapiException(XapiFault.Forbidden);
        }
    }

    internal static void Need(bool allowed)
    {
        if (!allowed)
        {
            throw new XapiException(XapiFault.Forbidden);
        }
    }

    internal static async Task<string> BodyAsync(HttpContext http)
    {
        using StreamReader reader = new(http.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(http.RequestAborted).ConfigureAwait(false);
    }

    internal static async Task<JsonNode?> JsonAsync(HttpContext http)
    {
        string body = await BodyAsync(http).ConfigureAwait(false);
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException bad)
        {
            throw new XapiException(XapiFault.MalformedJson, bad.Message);
        }
    }

    /// <summary>A value of the path; every path of the core has its values, so a missing one is a mistake of ours.</summary>
    internal static string Route(HttpContext http, string name) =>
        http.Request.RouteValues[name]?.ToString() ?? throw new InvalidOperationException("No such route value.");
}
