using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>Export to a PACS, the list of strategies, and the hidden approval numbers and files of projects.</summary>
internal sealed class OtherEndpoints(DqrRuntime dqr)
{
    private const string Irb = "/xapi/irb/projects/{projectId}";

    public void Map(DqrRoutes routes)
    {
        routes.Map("PUT", "/xapi/dqr/export", DqrRole.Dqr, ExportAsync);
        routes.Map("GET", "/xapi/dqr/strategies", DqrRole.Admin, _ => Task.FromResult<JsonNode?>(new JsonArray("dicomOrmStrategy")));

        // Its asynchronous half was never finished, so no search is ever known.
        routes.Map("GET", "/xapi/dqr/query/series/{searchId}", DqrRole.Dqr, call => throw new XapiException(XapiFault.NotFound, call.Route("searchId")));
        routes.Map("GET", Irb + "/irbNumber", DqrRole.Authenticated, call => Text(call, entry => entry.Number));
        routes.Map("PUT", Irb + "/irbNumber", DqrRole.Authenticated, PutNumber);
        routes.Map("PUT", Irb + "/irbFile", DqrRole.Authenticated, PutFileAsync);
        routes.Map("DELETE", Irb + "/irbFile", DqrRole.Authenticated, DeleteFile);
        routes.Map("GET", Irb + "/irbFile/{fileName}", DqrRole.Authenticated, GetFileAsync);
        routes.Map("GET", Irb + "/irbFilename", DqrRole.Authenticated, call => Text(call, entry => entry.FileName));
    }

    private async Task<JsonNode?> ExportAsync(DqrCall call)
    {
        long pacsId = call.RequiredNumber(null, "pacsId");
        string session = call.Query("session") ?? throw new XapiException(XapiFault.MissingParameter, "Required String parameter 'session' is not present");
        List<string> scans = [];
        foreach (string? value in call.Http.Request.Query["scansToExport"])
        {
            scans.AddRange((value ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }

        if (string.IsNullOrWhiteSpace(session) || scans.Count == 0)
        {
            throw new XapiException(XapiFault.DataFormat, "You must specify a session and at least one scan to export.");
        }

        SandboxState state = dqr.Context.State;
        string? project;
        lock (state.Sync)
        {
            project = state.Sessions.Find(one => one.Id == session)?.Project;
        }

        call.RequireDqr(project ?? throw new XapiException(XapiFault.NotFound, session), edit: true);
        SandboxPacs pacs = dqr.FindPacs(pacsId);
        if (!pacs.Storable)
        {
            throw new XapiException(XapiFault.NotStorable);
        }

        if (!await dqr.Pacs.EchoAsync(pacs, call.Aborted).ConfigureAwait(false))
        {
            throw new XapiException(XapiFault.PacsUnreachable);
        }

        JsonArray list = [];
        foreach (string scan in scans)
        {
            list.Add(scan);
        }

        // The sandbox answers as the server does when it has queued the transfer, and sends nothing to any PACS.
        return new JsonObject { ["session"] = session, ["scans"] = list, ["workflow"] = state.NextId("workflow") };
    }

    private Task<JsonNode?> PutNumber(DqrCall call)
    {
        string number = call.Query("irbNumber") ?? throw new XapiException(XapiFault.MissingParameter, "Required String parameter 'irbNumber' is not present");
        Change(call, entry => entry with { Number = number });
        return Task.FromResult<JsonNode?>(null);
    }

    private async Task<JsonNode?> PutFileAsync(DqrCall call)
    {
        IFormCollection? form = await call.FormAsync().ConfigureAwait(false);
        byte[] content = await call.FileAsync(form, "irbFile").ConfigureAwait(false);
        string name = form!.Files["irbFile"]!.FileName;
        Change(call, entry => entry with { FileName = name, Content = content, Number = call.Parameter(form, "irbNumber") ?? entry.Number });
        return null;
    }

    private Task<JsonNode?> DeleteFile(DqrCall call)
    {
        Change(call, entry => entry with { FileName = null, Content = null });
        return Task.FromResult<JsonNode?>(null);
    }

    private async Task<JsonNode?> GetFileAsync(DqrCall call)
    {
        IrbEntry entry = Find(call);
        if (entry.Content is null || entry.FileName != call.Route("fileName"))
        {
            throw new XapiException(XapiFault.NotFound, call.Route("fileName"));
        }

        await call.WriteBytesAsync(entry.Content).ConfigureAwait(false);
        return null;
    }

    private Task<JsonNode?> Text(DqrCall call, Func<IrbEntry, string?> read)
        => Task.FromResult<JsonNode?>(read(Find(call)) is string text ? JsonValue.Create(text) : throw new XapiException(XapiFault.NotFound, call.Route("projectId")));

    private IrbEntry Find(DqrCall call)
    {
        string project = call.Route("projectId");
        return call.CanRead(project)
            ? dqr.Store.Read(document => document.Irb.GetValueOrDefault(project)) ?? new IrbEntry(null, null, null)
            : throw new XapiException(XapiFault.Forbidden);
    }

    private void Change(DqrCall call, Func<IrbEntry, IrbEntry> change)
    {
        string project = call.Route("projectId");
        if (!call.CanEdit(project))
        {
            throw new XapiException(XapiFault.Forbidden);
        }

        dqr.Store.Write(document => document.Irb[project] = change(document.Irb.GetValueOrDefault(project) ?? new IrbEntry(null, null, null)));
    }
}
