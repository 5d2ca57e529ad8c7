using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Files;

/// <summary>Changes of resources and files (specification 9.2), with XNAT's silent answers.</summary>
internal static class ResourceWrites
{
    internal static IResult One(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            if (FileSet.Find(call, allOfSession: false) is not FileSet set)
            {
                return Answer.HtmlError(404, "Unable to find the specified object.");
            }

            SandboxResource? resource = Find(set, call["R"]);
            if (HttpMethods.IsPut(call.Method) || HttpMethods.IsPost(call.Method))
            {
                if (resource is not null)
                {
                    return Answer.HtmlError(409, "Specified resource already exists.");
                }

                if (!call.Caller.CanEdit(set.Project))
                {
                    return Answer.HtmlError(403);
                }

                return Make(call, set) is null ? Answer.HtmlError(404) : Answer.Empty();
            }

            if (resource is null)
            {
                return Answer.HtmlError(404, "Unable to find the specified resource.");
            }

            if (HttpMethods.IsDelete(call.Method))
            {
                return Delete(call, set, resource);
            }

            return call.Rest.Length > 0 ? Answer.HtmlError(400) : Answer.Text(Catalogue(resource), 200, "text/xml");
        }
    }

    internal static async Task<IResult> PutFileAsync(LegacyCall call)
    {
        FileSet? set;
        bool allowed;
        lock (call.State.Sync)
        {
            set = FileSet.Find(call, allOfSession: false);
            allowed = set is not null && call.Caller.CanEdit(set.Project);
        }

        if (set is null)
        {
            return Answer.HtmlError(404, "Unable to find the specified object.");
        }

        List<(string Name, string Temp)> arrived = await ReceiveAsync(call).ConfigureAwait(false);
        if (!allowed || arrived.Count == 0)
        {
            arrived.ForEach(a => File.Delete(a.Temp));

            // Without the right nothing happens, and nothing is said.
            return allowed ? Answer.HtmlError(400, "No data in the request.") : Answer.Empty();
        }

        List<string> duplicates = [];
        lock (call.State.Sync)
        {
            SandboxResource? resource = Find(set, call.Values.GetValueOrDefault("R") ?? "") ?? Make(call, set);
            if (resource is null)
            {
                return Answer.HtmlError(404);
            }

            foreach ((string name, string temp) in arrived)
            {
                Store(call, set, resource, name, temp, duplicates);
            }

            call.State.Changed();
        }

        return duplicates.Count == 0
            ? Answer.Empty()
            : Results.Text(JsonSerializer.Serialize(new { duplicates }), "text/html", Encoding.UTF8);
    }

    internal static IResult DeleteFile(LegacyCall call, FileSet set, List<(SandboxResource Resource, SandboxScan? Scan, SandboxFile File)> files)
    {
        if (call.Rest.Length == 0)
        {
            return Answer.HtmlError(400);
        }

        if (files.Count == 0)
        {
            return call.Flag("accept-not-found") ? Answer.Empty(204) : Answer.HtmlError(404);
        }

        if (!call.Caller.CanEdit(set.Project))
        {
            return Answer.HtmlError(403);
        }

        foreach ((SandboxResource resource, _, SandboxFile file) in files)
        {
            resource.Files.Remove(file);
            if (call.Flag("removeFiles", fallback: true))
            {
                File.Delete(set.PathOf(resource, file));
            }
        }

        call.State.Changed();
        return Answer.Empty();
    }

    private static SandboxResource? Find(FileSet set, string name) => set.Resources.Select(r => r.Resource).FirstOrDefault(
        r => r.Label == name || r.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == name);

    private static SandboxResource? Make(LegacyCall call, FileSet set)
    {
        string label = call.Values.GetValueOrDefault("R") ?? "NO_LABEL";
        if (set.Target is null)
        {
            return null;
        }

        SandboxResource resource = new()
        {
            Id = call.State.NextId("resource") + 1000,
            Label = label,
            Format = call.Param("format") ?? "",
            Content = call.Param("content") ?? "",
            Folder = $"{set.TargetFolder}/{Identifier.CleanLabel(label)}",
        };
        set.Target.Add(resource);
        set.Resources.Add((resource, null));
        call.State.Changed();
        return resource;
    }

    private static IResult Delete(LegacyCall call, FileSet set, SandboxResource resource)
    {
        if (!call.Caller.CanEdit(set.Project))
        {
            return Answer.HtmlError(403);
        }

        set.Target?.Remove(resource);
        string folder = Path.Combine(set.Folder, resource.Folder);
        if (call.Flag("removeFiles") && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        call.State.Changed();
        return Answer.Empty();
    }

    private static async Task<List<(string Name, string Temp)>> ReceiveAsync(LegacyCall call)
    {
        List<(string, string)> arrived = [];
        HttpRequest request = call.Http.Request;
        if (request.HasFormContentType && !call.Flag("inbody"))
        {
            IFormCollection form = await request.ReadFormAsync(call.Http.RequestAborted).ConfigureAwait(false);
            foreach (IFormFile file in form.Files)
            {
                string temp = Temp(call);
                FileStream target = File.Create(temp);
                await using (target.ConfigureAwait(false))
                {
                    await file.CopyToAsync(target, call.Http.RequestAborted).ConfigureAwait(false);
                }

                arrived.Add((call.Rest.Length > 0 ? call.Rest : file.FileName, temp));
            }

            return arrived;
        }

        string path = Temp(call);
        FileStream stream = File.Create(path);
        await using (stream.ConfigureAwait(false))
        {
            await request.Body.CopyToAsync(stream, call.Http.RequestAborted).ConfigureAwait(false);
        }

        if (new FileInfo(path).Length == 0 || call.Rest.Length == 0)
        {
            File.Delete(path);
            return arrived;
        }

        arrived.Add((call.Rest, path));
        return arrived;
    }

    private static string Temp(LegacyCall call) => Path.Combine(call.State.TempFolder, Guid.NewGuid().ToString("N"));

    private static void Store(LegacyCall call, FileSet set, SandboxResource resource, string name, string temp, List<string> duplicates)
    {
        string clean = string.Join('/', name.Split('/', '\\').Where(p => p.Length > 0 && p is not ("." or "..")));
        SandboxFile? same = resource.Files.FirstOrDefault(f => f.Name == clean);
        if (same is not null && !call.Flag("overwrite"))
        {
            duplicates.Add(clean);
            File.Delete(temp);
            return;
        }

        SandboxFile file = same ?? new SandboxFile { Name = clean };
        if (same is null)
        {
            resource.Files.Add(file);
        }

        file.Format = call.Param("format") ?? file.Format;
        file.Content = call.Param("content") ?? file.Content;
        file.Tags = call.Param("tags") ?? file.Tags;
        string target = set.PathOf(resource, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(temp, target, overwrite: true);
        file.Size = new FileInfo(target).Length;
        file.Digest = FileDigest.Of(target);
    }

    private static string Catalogue(SandboxResource resource)
    {
        StringBuilder text = new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<cat:Catalog xmlns:cat=\"http://nrg.wustl.edu/catalog\">\n<cat:entries>\n");
        foreach (SandboxFile file in resource.Files)
        {
            string name = System.Net.WebUtility.HtmlEncode(file.Name);
            text.Append("<cat:entry ID=\"").Append(name).Append("\" URI=\"").Append(name).Append("\" digest=\"").Append(file.Digest).Append("\"/>\n");
        }

        return text.Append("</cat:entries>\n</cat:Catalog>\n").ToString();
    }
}
