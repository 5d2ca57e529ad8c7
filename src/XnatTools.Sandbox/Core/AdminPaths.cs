using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core;

/// <summary>
/// /sandbox: faults, clock and a summary of the state. No XNAT has these; they need no login, and answer this computer only.
/// </summary>
internal static class AdminPaths
{
    internal static void Map(WebApplication app, SandboxContext context, SessionStore sessions)
    {
        app.MapGet("/sandbox", (HttpContext http) => Local(http, () => Summary(context)));
        app.MapGet("/sandbox/faults", (HttpContext http) => Local(http, () => Answer.Json(context.Faults.List())));
        app.MapPost("/sandbox/faults", (HttpContext http, SandboxFault fault) => Local(http, () => Answer.Json(context.Faults.Add(fault))));
        app.MapDelete("/sandbox/faults", (HttpContext http, string? name) => Local(http, () =>
        {
            context.Faults.Clear(name);
            return Answer.Empty();
        }));
        app.MapGet("/sandbox/clock", (HttpContext http) => Local(http, () => Clock(context)));
        app.MapPost("/sandbox/clock", (Delegate)((HttpContext http) => DriveAsync(http, context)));
        app.MapPost("/sandbox/sessions/end", (HttpContext http) => Local(http, () =>
        {
            sessions.EndAll();
            return Answer.Empty();
        }));
    }

    internal static IResult Local(HttpContext http, Func<IResult> answer) =>
        http.Connection.RemoteIpAddress is IPAddress address && IPAddress.IsLoopback(address) ? answer() : Answer.Empty(403);

    private static IResult Clock(SandboxContext context) =>
        Answer.Json(new { now = context.Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), factor = context.Clock.Factor });

    // ?advance=seconds[&step=seconds] moves it on; ?factor=n sets its speed.
    private static async Task<IResult> DriveAsync(HttpContext http, SandboxContext context)
    {
        if (http.Connection.RemoteIpAddress is not IPAddress address || !IPAddress.IsLoopback(address))
        {
            return Answer.Empty(403);
        }

        if (Number(http, "factor") is double factor)
        {
            context.Clock.Factor = factor;
        }

        if (Number(http, "advance") is double advance)
        {
            double step = Number(http, "step") ?? Math.Max(1, advance / 100);
            await context.Clock.AdvanceAsync(TimeSpan.FromSeconds(advance), TimeSpan.FromSeconds(step), http.RequestAborted);
        }

        return Clock(context);
    }

    private static double? Number(HttpContext http, string name) =>
        double.TryParse(http.Request.Query[name], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0 ? value : null;

    private static IResult Summary(SandboxContext context)
    {
        SandboxState state = context.State;
        lock (state.Sync)
        {
            return Answer.Json(new
            {
                url = context.Url?.GetLeftPart(UriPartial.Authority),
                now = context.Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
                pacsPort = context.PacsPort,
                users = state.Users.Select(u => u.Name),
                projects = state.Projects.Select(p => p.Id),
                subjects = state.Subjects.Count,
                sessions = state.Sessions.Count,
                prearchive = state.Prearchive.GroupBy(p => p.Status).ToDictionary(g => g.Key, g => g.Count()),
                files = state.Sessions.Sum(s => s.Scans.Sum(c => c.Resources.Sum(r => r.Files.Count))),
                faults = context.Faults.List(),
            });
        }
    }
}
