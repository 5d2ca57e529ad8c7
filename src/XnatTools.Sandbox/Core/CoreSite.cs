using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core;

/// <summary>The pipeline of a request, and the core's own paths.</summary>
internal static class CoreSite
{
    internal static void Map(WebApplication app, SandboxContext context)
    {
        SessionStore sessions = new(context.State, context.Clock, context.Options.MaxFailedLogins);
        AuthMiddleware auth = new(context, sessions);
        FaultMiddleware faults = new(context);
        app.Use((http, next) => faults.InvokeAsync(http, () => next(http)));
        app.Use((http, next) => auth.InvokeAsync(http, () => next(http)));
        app.Use((http, next) => ErrorsAsync(http, () => next(http), context));
        app.UseRouting();
        app.MapGet("/", () => Results.Redirect("/app/template/Login.vm"));
        app.MapGet("/app/template/Login.vm", Answer.LoginPage);
        SessionPaths.Map(app, auth, sessions);
    }

    // Exceptions that reach the pipeline become the answers that XNAT makes of them.
    private static async Task ErrorsAsync(HttpContext http, Func<Task> next, SandboxContext context)
    {
        IResult answer;
        try
        {
            await next().ConfigureAwait(false);
            return;
        }
        catch (XapiException fault)
        {
            answer = XapiErrors.Result(context.Options.ErrorRegime, fault.Fault, fault.Detail);
        }
        catch (BadHttpRequestException bad) when (http.Request.Path.StartsWithSegments("/xapi", StringComparison.Ordinal))
        {
            answer = XapiErrors.Result(context.Options.ErrorRegime, XapiFault.MalformedJson, bad.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException && !http.Response.HasStarted)
        {
            context.Log("Request failed: " + error);
            answer = http.Request.Path.StartsWithSegments("/xapi", StringComparison.Ordinal)
                ? XapiErrors.Result(context.Options.ErrorRegime, XapiFault.Other, error.Message)
                : Answer.HtmlError(500);
        }

        http.Response.Clear();
        await answer.ExecuteAsync(http).ConfigureAwait(false);
    }
}
