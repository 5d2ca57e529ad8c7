using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>Maps the plugin's endpoints: the role first, then the work, then the faults that strike after it.</summary>
internal sealed class DqrRoutes(WebApplication app, DqrRuntime dqr)
{
    /// <param name="verb">The verb.</param>
    /// <param name="path">The path; one with a trailing slash is taken as well.</param>
    /// <param name="role">Who may call.</param>
    /// <param name="handler">The work; its result is the JSON of the answer, or null for an empty one.</param>
    public void Map(string verb, string path, DqrRole role, Func<DqrCall, Task<JsonNode?>> handler)
        => app.MapMethods(path, [verb], (RequestDelegate)(http => RunAsync(http, role, handler)));

    private async Task RunAsync(HttpContext http, DqrRole role, Func<DqrCall, Task<JsonNode?>> handler)
    {
        DqrCall call = new(http, dqr);
        call.Require(role);
        JsonNode? answer = await handler(call).ConfigureAwait(false);
        string path = http.Request.Path.Value ?? string.Empty;
        if (dqr.Context.Faults.TakeFault(DqrFaultNames.TimeoutAfter, path, http.Request.Method) is SandboxFault fault)
        {
            await Task.Delay(fault.DelayMs, http.RequestAborted).ConfigureAwait(false);
            http.Abort();
            return;
        }

        if (dqr.Context.Faults.Take(DqrFaultNames.ErrorAfter, path, http.Request.Method))
        {
            throw new XapiException(XapiFault.Other);
        }

        if (call.Written)
        {
            return;
        }

        http.Response.StatusCode = 200;
        if (answer is not null)
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(answer.ToJsonString(DqrJson.Options), http.RequestAborted).ConfigureAwait(false);
        }
    }
}
