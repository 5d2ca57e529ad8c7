using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Files;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Prearchive;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Prearchive;

/// <summary>One session of the prearchive: row, document, logs, scans, files, deletion (specification 15.3).</summary>
internal static class PrearchiveSessionPaths
{
    private const string Session = "prearchive/projects/{P}/{T}/{F}";

    internal static void Add(LegacyRouter router)
    {
        router.Add(Session, One);
        router.Add(Session + "/logs", call => With(call, e => Logs(call, e)));
        router.Add(Session + "/scans", call => With(call, e => Scans(call, e)));
        router.Add(Session + "/scans/{N}", call => With(call, e => Scan(call, e)));
        router.Add(Session + "/scans/{N}/resources", call => With(call, e => Resources(call, e)));
        router.Add(Session + "/scans/{N}/resources/{R}/files", call => With(call, e => Files(call, e)));
        router.Add(Session + "/resources", call => With(call, _ => TableFormats.Answer(call, new Table("category", "cat_id", "label", "file_count", "file_size"))));
    }

    internal static IResult With(LegacyCall call, Func<PrearchiveEntry, IResult> answer)
    {
        lock (call.State.Sync)
        {
            if (!PrearchiveAccess.CanSee(call.Caller, call["P"]))
            {
                return Answer.HtmlError(403, "Unable to perform this operation.");
            }

            PrearchiveEntry? entry = call.Context.Prearchive.Find(call["P"], call["T"], call["F"]);
            return entry is null ? Answer.HtmlError(404, "Unable to find the specified session.") : answer(entry);
        }
    }

    private static IResult One(LegacyCall call) => With(call, entry =>
    {
        if (HttpMethods.IsPost(call.Method))
        {
            return PrearchiveActions.Do(call, entry);
        }

        if (HttpMethods.IsDelete(call.Method))
        {
            return Delete(call, entry);
        }

        if (!call.IsGet)
        {
            return LegacyCall.NotAllowed();
        }

        switch (call.Format())
        {
            case "json":
                return Answer.Table(PrearchiveTable.Of(call.Context, [entry]));
            case "zip":
                return ZipWriter.OfFolder(call.Http, entry.Folder, call.Context.Prearchive.FolderOf(entry));
            case "html":
                return Answer.HtmlError(500);
            default:
                return entry.Built ? Answer.Text(ItemWriter.Xml(PrearchiveTable.Document(entry)), 200, "text/xml") : Answer.HtmlError(404);
        }
    });

    private static IResult Delete(LegacyCall call, PrearchiveEntry entry)
    {
        if (!PrearchiveAccess.CanChange(call.Caller, entry.Project))
        {
            return Answer.HtmlError(403);
        }

        call.Context.Prearchive.Delete(entry);
        return Answer.Empty();
    }

    private static IResult Logs(LegacyCall call, PrearchiveEntry entry)
    {
        if (call.Rest == "last")
        {
            return Answer.Text(entry.Log.Count > 0 ? entry.Log[^1].Text : "");
        }

        if (call.Rest.Length > 0)
        {
            return int.TryParse(call.Rest, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id >= 1 && id <= entry.Log.Count
                ? Answer.Text(entry.Log[id - 1].Text)
                : Answer.HtmlError(404);
        }

        bool idsOnly = call.Param("template") is not null;
        Table table = idsOnly ? new Table("id") : new Table("id", "date", "entry");
        for (int i = 0; i < entry.Log.Count; i++)
        {
            table.Add(
                (i + 1).ToString(CultureInfo.InvariantCulture),
                SqlTime.Format(entry.Log[i].Time, call.Context.Clock),
                entry.Log[i].Text);
        }

        return TableFormats.Answer(call, table);
    }

    private static IResult Scans(LegacyCall call, PrearchiveEntry entry)
    {
        if (!entry.Built)
        {
            return Answer.HtmlError(404);
        }

        Table table = new("ID", "xsiType", "series_description");
        foreach (SandboxScan scan in entry.Scans)
        {
            table.Add(scan.Id, scan.XsiType, scan.SeriesDescription);
        }

        return TableFormats.Answer(call, table);
    }

    private static IResult WithScan(LegacyCall call, PrearchiveEntry entry, Func<SandboxScan, IResult> answer)
    {
        SandboxScan? scan = entry.Built ? entry.Scans.FirstOrDefault(s => s.Id == call["N"]) : null;
        return scan is null ? Answer.HtmlError(404, "Unable to find the specified scan.") : answer(scan);
    }

    private static IResult Scan(LegacyCall call, PrearchiveEntry entry) => WithScan(call, entry, scan =>
    {
        string folder = Path.Combine(call.Context.Prearchive.FolderOf(entry), "SCANS", scan.Id);
        if (HttpMethods.IsDelete(call.Method))
        {
            if (!PrearchiveAccess.CanChange(call.Caller, entry.Project))
            {
                return Answer.HtmlError(403);
            }

            entry.Scans.Remove(scan);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            call.Context.Prearchive.Log(entry, "A scan was deleted.");
            entry.LastModified = call.Context.Clock.GetUtcNow();
            call.State.Changed();
            return Answer.Empty();
        }

        if (!call.IsGet)
        {
            return LegacyCall.NotAllowed();
        }

        return call.Format() == "zip" ? ZipWriter.OfFolder(call.Http, scan.Id, folder) : Answer.HtmlError(400);
    });

    private static IResult Resources(LegacyCall call, PrearchiveEntry entry) => WithScan(call, entry, scan =>
    {
        Table table = new("label", "file_count", "file_size");
        foreach (SandboxResource resource in scan.Resources)
        {
            table.Add(
                resource.Label,
                resource.Files.Count.ToString(CultureInfo.InvariantCulture),
                resource.Files.Sum(f => f.Size).ToString(CultureInfo.InvariantCulture));
        }

        return TableFormats.Answer(call, table);
    });

    private static IResult Files(LegacyCall call, PrearchiveEntry entry) => WithScan(call, entry, scan =>
    {
        if (scan.Resources.FirstOrDefault(r => r.Label == call["R"]) is not SandboxResource resource)
        {
            return Answer.HtmlError(404);
        }

        if (call.Rest.Length > 0)
        {
            SandboxFile? file = resource.Files.FirstOrDefault(f => f.Name == call.Rest);
            return file is null
                ? Answer.HtmlError(404)
                : Results.File(Path.Combine(call.Context.Prearchive.FolderOf(entry), resource.Folder, file.Name), "application/dicom", file.Name);
        }

        Table table = new("Name", "Size", "URI");
        foreach (SandboxFile file in resource.Files)
        {
            table.Add(
                file.Name,
                file.Size.ToString(CultureInfo.InvariantCulture),
                $"/data{entry.Url}/scans/{Uri.EscapeDataString(scan.Id)}/resources/{resource.Label}/files/{Uri.EscapeDataString(file.Name)}");
        }

        return TableFormats.Answer(call, table);
    });
}
