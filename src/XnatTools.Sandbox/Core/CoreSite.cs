using System;
using System.Globalization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Core.Archive;
using XnatTools.Sandbox.Core.Files;
using XnatTools.Sandbox.Core.Import;
using XnatTools.Sandbox.Core.Inbox;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Core.Prearchive;
using XnatTools.Sandbox.Core.Services;
using XnatTools.Sandbox.Core.Xapi;
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
        app.Use((http, next) =>
        {
            // The server's clock is the sandbox's: clients compare queue times with this header.
            http.Response.Headers.Date = context.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            return next(http);
        });
        app.Use((http, next) => faults.InvokeAsync(http, () => next(http)));
        app.Use((http, next) => auth.InvokeAsync(http, () => next(http)));
        app.Use((http, next) => ErrorsAsync(http, () => next(http), context));
        app.UseRouting();
        app.MapGet("/", () => Results.Redirect("/app/template/Login.vm"));
        app.MapGet("/app/template/Login.vm", Answer.LoginPage);
        SessionPaths.Map(app, auth, sessions);
        UserXapi.Map(app, context, sessions);
        SiteXapi.Map(app, context);
        ReceiverXapi.Map(app, context);
        AnonXapi.Map(app, context);
        DownloadXapi.Map(app, context);
        DirectArchiveXapi.Map(app, context);
        InboxImport.Map(app, context);
        AdminPaths.Map(app, context, sessions);
        MapLegacy(app, context, sessions);
    }

    private static void MapLegacy(WebApplication app, SandboxContext context, SessionStore sessions)
    {
        LegacyRouter router = new(context);
        ProjectPaths.Add(router);
        EditScriptPaths.Add(router);
        ProjectSettingPaths.Add(router);
        ProjectUserPaths.Add(router);
        SubjectPaths.Add(router);
        ExperimentPaths.Add(router);
        ScanPaths.Add(router);
        FilePaths.Add(router);
        PrearchiveListPaths.Add(router);
        PrearchiveSessionPaths.Add(router);
        PrearchiveServices.Add(router);
        ArchiveService.Add(router);
        ImportService.Add(router, new StatusBoard());
        UserCache.Add(router);
        TokenPaths.Add(router);
        RoutingPaths.Add(router);
        UserPaths.Add(router, sessions);
        ConfigPaths.Add(router);
        DicomDump.Add(router);
        router.Map(app);
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
