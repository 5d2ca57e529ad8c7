using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Files;

/// <summary>Resources and files of archived objects (specification 9 and 10.1).</summary>
internal static class FilePaths
{
    internal static void Add(LegacyRouter router)
    {
        string[] sessions = ["experiments/{E}", "projects/{P}/subjects/{S}/experiments/{E}", "subjects/{S}/experiments/{E}"];
        foreach (string place in sessions.Concat(sessions.Select(s => s + "/scans/{N}"))
            .Concat(["projects/{P}", "projects/{P}/subjects/{S}", "subjects/{S}"]))
        {
            router.Add(place + "/files", (Func<LegacyCall, Task<IResult>>)FilesAsync);
            AddResources(router, place);
        }

        // This one has resources, but neither scans nor files of its own.
        AddResources(router, "projects/{P}/experiments/{E}");
    }

    private static void AddResources(LegacyRouter router, string place)
    {
        router.Add(place + "/resources", Resources);
        router.Add(place + "/resources/{R}", ResourceWrites.One);
        router.Add(place + "/resources/{R}/files", (Func<LegacyCall, Task<IResult>>)FilesAsync);
    }

    private static IResult Resources(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            if (FileSet.Find(call, call.Flag("all")) is not FileSet set)
            {
                return Answer.HtmlError(404, "Unable to find the specified object.");
            }

            bool stats = call.Flag("file_stats");
            List<string> columns = ["xnat_abstractresource_id", "label", "element_name", "category", "cat_id", "cat_desc"];
            if (stats)
            {
                columns.AddRange(["file_count", "file_size", "tags", "content", "format"]);
            }

            Table table = new([.. columns]) { Total = !call.Context.Faults.IsOn(FaultNames.NoTotalRecords) };
            foreach ((SandboxResource resource, SandboxScan? scan) in set.Resources)
            {
                table.Add(
                    Number(resource.Id),
                    resource.Label,
                    "xnat:resourceCatalog",
                    scan is null ? "resources" : "scans",
                    scan?.Id,
                    scan?.Type,
                    Number(resource.Files.Count),
                    Number(resource.Files.Sum(f => f.Size)),
                    "",
                    resource.Content,
                    resource.Format);
            }

            return TableFormats.Answer(call, table);
        }
    }

    private static async Task<IResult> FilesAsync(LegacyCall call)
    {
        if (HttpMethods.IsPut(call.Method) || HttpMethods.IsPost(call.Method))
        {
            return await ResourceWrites.PutFileAsync(call).ConfigureAwait(false);
        }

        lock (call.State.Sync)
        {
            if (FileSet.Find(call, allOfSession: false) is not FileSet set)
            {
                return Answer.HtmlError(404, "Unable to find the specified object.");
            }

            List<(SandboxResource Resource, SandboxScan? Scan, SandboxFile File)> files = Choose(call, set);
            if (HttpMethods.IsDelete(call.Method))
            {
                return ResourceWrites.DeleteFile(call, set, files);
            }

            if (call.Rest.Length > 0)
            {
                return One(call, set, files);
            }

            return call.Format() is "zip"
                ? ZipWriter.Answer(call, set, files)
                : TableFormats.Answer(call, FileTable(set, files));
        }
    }

    private static List<(SandboxResource Resource, SandboxScan? Scan, SandboxFile File)> Choose(LegacyCall call, FileSet set)
    {
        string[]? labels = call.Values.TryGetValue("R", out string? names) ? names.Split(',') : null;
        string[] formats = call.All("file_format").ToArray();
        string[] contents = call.All("file_content").ToArray();
        return set.Resources
            .Where(r => labels is null || labels.Contains(r.Resource.Label, StringComparer.Ordinal) || labels.Contains(Number(r.Resource.Id), StringComparer.Ordinal))
            .SelectMany(r => r.Resource.Files.Select(f => (r.Resource, r.Scan, f)))
            .Where(f => Wanted(formats, f.f.Format) && Wanted(contents, f.f.Content))
            .Where(f => call.Rest.Length == 0 || f.f.Name == call.Rest)
            .ToList();
    }

    private static bool Wanted(string[] filter, string value) =>
        filter.Length == 0 || filter.Any(f => f == "NULL" ? value.Length == 0 : string.Equals(f, value, StringComparison.OrdinalIgnoreCase));

    private static Table FileTable(FileSet set, List<(SandboxResource Resource, SandboxScan? Scan, SandboxFile File)> files)
    {
        Table table = new("Name", "Size", "URI", "collection", "file_tags", "file_format", "file_content", "cat_ID", "digest")
        {
            Title = "Files",
            WithColumns = true,
        };
        foreach ((SandboxResource resource, SandboxScan? scan, SandboxFile file) in files)
        {
            table.Add(
                Path.GetFileName(file.Name),
                Number(file.Size),
                set.UriOf(resource, scan, file),
                resource.Label,
                file.Tags,
                file.Format,
                file.Content,
                Number(resource.Id),
                file.Digest);
        }

        return table;
    }

    private static IResult One(LegacyCall call, FileSet set, List<(SandboxResource Resource, SandboxScan? Scan, SandboxFile File)> files)
    {
        if (files.Count == 0 || !File.Exists(set.PathOf(files[0].Resource, files[0].File)))
        {
            return call.Flag("accept-not-found") ? Answer.Empty(204) : Answer.HtmlError(404, "Unable to find file");
        }

        (SandboxResource resource, _, SandboxFile file) = files[0];
        string type = file.Format == "DICOM" || file.Name.EndsWith(".dcm", StringComparison.OrdinalIgnoreCase) ? "application/dicom" : "application/octet-stream";
        return Results.File(set.PathOf(resource, file), type, file.Name, enableRangeProcessing: true);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
