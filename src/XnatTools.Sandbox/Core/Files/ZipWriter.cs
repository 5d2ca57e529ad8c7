using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Files;

/// <summary>Streams files as a zip, without a length, with the entry names of the wanted structure (specification 10.1).</summary>
internal static class ZipWriter
{
    internal static IResult Answer(LegacyCall call, FileSet set, List<(SandboxResource Resource, SandboxScan? Scan, SandboxFile File)> files)
    {
        if (files.Count == 0)
        {
            return call.Flag("accept-not-found") ? Web.Answer.Empty(204) : Web.Answer.HtmlError(404);
        }

        string structure = call.Param("structure") ?? "default";
        string prefix = (call.Flag("projectIncludedInPath") ? set.Project + "/" : "") + (call.Flag("subjectIncludedInPath") ? set.Subject + "/" : "");
        List<(string Path, string Entry)> entries = files
            .Select(f => (set.PathOf(f.Resource, f.File), prefix + Entry(structure, set, f.Resource, f.Scan, f.File)))
            .ToList();
        return Stream(call.Http, set.Name, entries);
    }

    /// <summary>A zip of a folder.</summary>
    internal static IResult OfFolder(HttpContext http, string name, string folder)
    {
        List<(string, string)> entries = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(f => (f, name + "/" + Path.GetRelativePath(folder, f).Replace('\\', '/')))
                .ToList()
            : [];
        return Stream(http, name, entries);
    }

    /// <summary>A zip of files under the names given.</summary>
    internal static IResult OfFiles(HttpContext http, string name, List<(string Path, string Entry)> entries) => Stream(http, name, entries);

    /// <summary>A zip of the same names with next to nothing in them.</summary>
    internal static IResult OfNames(HttpContext http, string name, List<string> entries)
    {
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.zip\"";
        MemoryStream made = new();
        using (ZipArchive zip = new(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string entry in entries)
            {
                using Stream target = zip.CreateEntry(entry).Open();
                target.Write("test"u8);
            }
        }

        return Results.Bytes(made.ToArray(), "application/zip");
    }

    private static IResult Stream(HttpContext http, string name, List<(string Path, string Entry)> entries)
    {
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.zip\"";
        return Results.Stream(body => WriteAsync(http, body, entries), "application/zip");
    }

    private static async Task WriteAsync(HttpContext http, Stream body, List<(string Path, string Entry)> entries)
    {
        // The zip writer is synchronous in places.
        if (http.Features.Get<IHttpBodyControlFeature>() is IHttpBodyControlFeature control)
        {
            control.AllowSynchronousIO = true;
        }

        using ZipArchive zip = new(body, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string path, string entry) in entries)
        {
            FileStream source = File.OpenRead(path);
            await using (source.ConfigureAwait(false))
            {
                Stream target = zip.CreateEntry(entry, CompressionLevel.NoCompression).Open();
                await using (target.ConfigureAwait(false))
                {
                    await source.CopyToAsync(target, CancellationToken.None).ConfigureAwait(false);
                }
            }
        }
    }

    private static string Entry(string structure, FileSet set, SandboxResource resource, SandboxScan? scan, SandboxFile file)
    {
        string kind = scan is null ? "resources" : "";
        if (scan is null)
        {
            return structure switch
            {
                "improved" => $"{kind}/{resource.Label}/{file.Name}",
                "simplified" => $"{set.Name}/{resource.Label}/{file.Name}",
                _ => $"{set.Name}/resources/{resource.Label}/files/{file.Name}",
            };
        }

        string type = new(scan.Type.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' ? c : '_').ToArray());
        string improved = new(scan.Type.Select(c => "/\\:*?\"<>|".Contains(c, StringComparison.Ordinal) ? '_' : c).ToArray());
        return structure switch
        {
            "improved" => $"scans/{scan.Id}_{improved}/{resource.Label}/{file.Name}",
            "simplified" => $"{set.Name}/scans/{scan.Id}-{type}/{resource.Label}/{file.Name}",
            "legacy" => $"{set.Name}/SCANS/{scan.Id}/{resource.Label}/{file.Name}",
            _ => $"{set.Name}/scans/{scan.Id}-{type}/resources/{resource.Label}/files/{file.Name}",
        };
    }
}
