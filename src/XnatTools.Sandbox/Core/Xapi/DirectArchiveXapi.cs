using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Prearchive;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Xapi;

/// <summary>/xapi/direct-archive: sessions that the import service writes into the archive's own area (specification 17.6).</summary>
internal static class DirectArchiveXapi
{
    private const string NotEditable = "The user has no permission to edit this project.";
    private const int PageSize = 50;

    internal static void Map(WebApplication app, SandboxContext context)
    {
        app.MapPost("/xapi/direct-archive", (Delegate)(async (HttpContext http) => List(http, context, await XapiCall.JsonAsync(http).ConfigureAwait(false))));
        app.MapGet("/xapi/direct-archive/{project}/{tag}/{name}", (HttpContext http, string project, string tag, string name) =>
            On(http, context, e => Is(e, project, tag, name), e => Answer.Json(View(context, e))));
        app.MapPost("/xapi/direct-archive/{project}/{tag}/{name}", (HttpContext http, string project, string tag, string name) =>
            On(http, context, e => Is(e, project, tag, name), e => Archive(http, context, e)));
        app.MapDelete("/xapi/direct-archive/{id:int}", (HttpContext http, int id) => On(http, context, e => e.DirectId == id, e =>
        {
            context.Prearchive.Delete(e);
            return Answer.Empty(200);
        }));
    }

    private static bool Is(PrearchiveEntry entry, string project, string tag, string name) => entry.Project == project && entry.Tag == tag && entry.Name == name;

    // Pages are asked for as {"page":1,"size":50}; what else such a request may say changes nothing here.
    private static IResult List(HttpContext http, SandboxContext context, JsonNode? json)
    {
        int page = Math.Max(1, Number(json, "page") ?? 1);
        int size = Math.Clamp(Number(json, "size") ?? PageSize, 1, 1000);
        lock (context.State.Sync)
        {
            return Answer.Json(context.State.Prearchive
                .Where(e => e.IsDirect && http.Caller().CanEdit(e.Project))
                .OrderBy(e => e.DirectId)
                .Skip((page - 1) * size)
                .Take(size)
                .Select(e => View(context, e))
                .ToList());
        }
    }

    private static int? Number(JsonNode? json, string name) => json is JsonObject fields && fields[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;

    private static IResult On(HttpContext http, SandboxContext context, Func<PrearchiveEntry, bool> wanted, Func<PrearchiveEntry, IResult> work)
    {
        lock (context.State.Sync)
        {
            PrearchiveEntry? entry = context.State.Prearchive.FirstOrDefault(e => e.IsDirect && wanted(e));
            return entry is null ? Answer.Empty(404)
                : http.Caller().CanEdit(entry.Project) ? work(entry)
                : Answer.Text(NotEditable, 403);
        }
    }

    private static IResult Archive(HttpContext http, SandboxContext context, PrearchiveEntry entry)
    {
        context.Prearchive.Build(entry);
        ArchiveOutcome outcome = entry.Status == "READY"
            ? context.Prearchive.Archiver.Archive(entry, new ArchiveRequest(), http.Caller().Name)
            : new ArchiveOutcome(500, "Unable to build the session.");
        return outcome.Status == 200 ? Answer.Empty(200) : Answer.Text(outcome.Text, outcome.Status);
    }

    private static object View(SandboxContext context, PrearchiveEntry entry) => new
    {
        Id = entry.DirectId,
        entry.Project,
        entry.Subject,
        entry.Name,
        FolderName = entry.Folder,
        entry.Tag,
        entry.Visit,
        entry.Protocol,
        entry.TimeZone,
        Location = context.Prearchive.FolderOf(entry),
        entry.Source,
        Message = entry.Log.Count > 0 ? entry.Log[^1].Text : "",
        UploadDate = entry.Uploaded.ToUnixTimeMilliseconds(),
        LastBuiltDate = entry.LastModified.ToUnixTimeMilliseconds(),
        entry.Status,
        entry.ScanDate,
        entry.ScanTime,
        entry.PreventAnon,
    };
}
