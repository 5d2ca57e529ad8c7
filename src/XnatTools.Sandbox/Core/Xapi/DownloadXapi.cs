using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Core.Files;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Xapi;

/// <summary>Downloads by catalogue: /xapi/archive/download (specification 10.2; shape of the catalogue: the desktop client's, 17).</summary>
internal static class DownloadXapi
{
    private static readonly XNamespace s_cat = "http://nrg.wustl.edu/catalog";

    internal static void Map(WebApplication app, SandboxContext context)
    {
        ConcurrentDictionary<string, Catalogue> made = new(StringComparer.Ordinal);
        app.MapPost("/xapi/archive/downloadwithsize", (Delegate)(async (HttpContext http) =>
        {
            Catalogue? catalogue = Make(http, context, await XapiCall.JsonAsync(http));
            return catalogue is null ? Answer.Empty(204) : Answer.Json(new
            {
                Id = Keep(made, catalogue),
                Size = catalogue.Entries.Sum(e => e.Bytes).ToString(CultureInfo.InvariantCulture),
                ResourcesOfUnknownSize = "0",
            });
        }));
        app.MapPost("/xapi/archive/download", (Delegate)(async (HttpContext http) =>
            Make(http, context, await XapiCall.JsonAsync(http)) is Catalogue catalogue ? Answer.Text(Keep(made, catalogue), 200, "application/xml") : Answer.Empty(204)));
        app.MapGet("/xapi/archive/download/{id}/xml", (HttpContext http, string id) => Find(made, http, id) is Catalogue found
            ? Results.Text(Xml(found), "application/xml") : Answer.Empty(404));
        app.MapGet("/xapi/archive/download/{id}/zip", (HttpContext http, string id) => Find(made, http, id) is Catalogue found
            ? ZipWriter.OfFiles(http, found.Id, found.Entries.SelectMany(e => e.Files.Select(f => (f, $"{e.Name}/{Path.GetFileName(f)}"))).ToList()) : Answer.Empty(404));
        app.MapGet("/xapi/archive/download/{id}/test", (HttpContext http, string id) => Find(made, http, id) is Catalogue found
            ? ZipWriter.OfNames(http, found.Id, found.Entries.SelectMany(e => e.Files.Select(f => $"{e.Name}/{Path.GetFileName(f)}")).ToList()) : Answer.Empty(404));
    }

    private static string Keep(ConcurrentDictionary<string, Catalogue> made, Catalogue catalogue)
    {
        made[catalogue.Id] = catalogue;
        return catalogue.Id;
    }

    // A catalogue belongs to the one who had it made.
    private static Catalogue? Find(ConcurrentDictionary<string, Catalogue> made, HttpContext http, string id) =>
        made.TryGetValue(id, out Catalogue? found) && found.User == http.Caller().Name ? found : null;

    private static Catalogue? Make(HttpContext http, SandboxContext context, JsonNode? json)
    {
        string[] sessions = Strings(json, "sessions");
        if (sessions.Length == 0 || (Strings(json, "projectIds").Length == 0 && json?["projectId"] is null))
        {
            return null;
        }

        string[] options = Strings(json, "options");
        lock (context.State.Sync)
        {
            DateTimeOffset now = context.Clock.GetUtcNow();
            Catalogue catalogue = new(
                $"{http.Caller().Name}-{now.ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture)}-{context.State.NextId("download")}", http.Caller().Name, string.Join(',', options));
            foreach (string[] parts in sessions.Select(s => s.Split(':')))
            {
                SandboxSession? session = parts.Length == 4 ? context.State.Sessions.Find(s => s.Id == parts[3]) : null;
                XapiCall.Need(session is not null && http.Caller().CanRead(session.Project));
                Add(catalogue, context, session!, parts, json, options);
            }

            return catalogue;
        }
    }

    private static void Add(Catalogue catalogue, SandboxContext context, SandboxSession session, string[] parts, JsonNode? json, string[] options)
    {
        // Types or formats that are not listed are not sent: an absent list means none.
        string[] types = Strings(json, "scan_types");
        string[] formats = Strings(json, "scan_formats");
        string folder = context.Prearchive.Archiver.FolderOf(session);
        foreach (SandboxScan scan in session.Scans.Where(s => types.Contains(s.Type, StringComparer.Ordinal)))
        {
            foreach (SandboxResource resource in scan.Resources.Where(r => formats.Contains(r.Format, StringComparer.Ordinal)))
            {
                string[] files = resource.Files.Select(f => Path.Combine(folder, resource.Folder, f.Name)).ToArray();
                catalogue.Entries.Add(new CatalogueEntry(
                    $"Project: {parts[0]}, subject: {parts[1]}, label: {parts[2]}",
                    Name(parts, scan, resource.Label, options),
                    $"/archive/experiments/{session.Id}/scans/{Uri.EscapeDataString(scan.Id)}/resources/{resource.Label}/files",
                    files,
                    resource.Files.Sum(f => f.Size)));
            }
        }
    }

    private static string Name(string[] parts, SandboxScan scan, string resource, string[] options)
    {
        bool subject = options.Contains("subjectIncludedInPath", StringComparer.Ordinal);
        bool project = options.Contains("projectIncludedInPath", StringComparer.Ordinal);
        string prefix = project ? $"{parts[0]}/{parts[1]}/" : subject ? parts[1] + "/" : "";
        string type = new(scan.Type.Select(c => c is '\\' or '/' or '(' or ')' or ',' or ' ' ? '_' : c).ToArray());
        return options.Contains("simplified", StringComparer.Ordinal)
            ? $"{prefix}{parts[2]}/{scan.Id}/{resource}"
            : $"{prefix}{parts[2]}/scans/{scan.Id}-{type}/resources/{resource}";
    }

    private static string Xml(Catalogue catalogue) => new XDocument(new XElement(
        s_cat + "Catalog",
        new XAttribute(XNamespace.Xmlns + "cat", s_cat),
        new XAttribute("ID", catalogue.Id),
        new XAttribute("description", catalogue.Options),
        new XElement(s_cat + "sets", catalogue.Entries.GroupBy(e => e.Session).Select(g => new XElement(
            s_cat + "entrySet",
            new XAttribute("description", g.Key),
            new XElement(s_cat + "sets", new XElement(
                s_cat + "entrySet",
                new XAttribute("ID", "RAW"),
                new XElement(s_cat + "entries", g.Select(e => new XElement(s_cat + "entry", new XAttribute("name", e.Name), new XAttribute("URI", e.Uri))))))))))).ToString();

    private static string[] Strings(JsonNode? json, string name) =>
        (json?[name] as JsonArray)?.Select(v => v?.ToString() ?? "").ToArray() ?? [];

    private sealed record CatalogueEntry(string Session, string Name, string Uri, string[] Files, long Bytes);

    private sealed record Catalogue(string Id, string User, string Options)
    {
        internal List<CatalogueEntry> Entries { get; } = [];
    }
}
