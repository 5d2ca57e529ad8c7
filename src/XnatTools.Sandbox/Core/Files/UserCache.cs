using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Import;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Prearchive;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Files;

/// <summary>Each user's scratch area for uploads in pieces: user/cache/resources (specification 18).</summary>
internal static class UserCache
{
    internal static void Add(LegacyRouter router)
    {
        router.Add("user/cache/resources", Resources);
        router.Add("user/cache/resources/{X}", Resource);
        router.Add("user/cache/resources/{X}/files", (Func<LegacyCall, Task<IResult>>)FilesAsync);
    }

    /// <summary>The file that /user/cache/resources/X/files/F names; null when it is no such name.</summary>
    internal static string? PathOf(LegacyCall call, string uri)
    {
        string[] parts = PrearchiveAccess.Parts(uri);
        return parts.Length > 5 && parts[0] == "user" && parts[1] == "cache" && parts[2] == "resources" && parts[4] == "files"
            ? Inside(Folder(call, parts[3]), string.Join('/', parts.Skip(5)))
            : null;
    }

    private static IResult Resources(LegacyCall call)
    {
        if (!call.IsGet)
        {
            return LegacyCall.NotAllowed();
        }

        string root = Root(call);
        Table table = new("Name", "Size", "URI");
        DirectoryInfo[] folders = Directory.Exists(root) ? new DirectoryInfo(root).GetDirectories() : [];
        foreach (DirectoryInfo folder in folders.OrderBy(d => d.Name, StringComparer.Ordinal))
        {
            table.Add(folder.Name, Number(folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length)), "/data/user/cache/resources/" + folder.Name);
        }

        return TableFormats.Answer(call, table);
    }

    private static IResult Resource(LegacyCall call)
    {
        if (Folder(call, call["X"]) is not string folder)
        {
            return Answer.HtmlError(400);
        }

        bool exists = Directory.Exists(folder);
        if (HttpMethods.IsPut(call.Method))
        {
            if (exists)
            {
                return Answer.HtmlError(412, "The resource exists.");
            }

            Directory.CreateDirectory(folder);
            return Answer.Empty();
        }

        if (!exists)
        {
            return Answer.HtmlError(404);
        }

        if (HttpMethods.IsDelete(call.Method))
        {
            Directory.Delete(folder, recursive: true);
            return Answer.Empty();
        }

        return call.IsGet ? List(call, folder) : LegacyCall.NotAllowed();
    }

    private static async Task<IResult> FilesAsync(LegacyCall call)
    {
        if (Folder(call, call["X"]) is not string folder)
        {
            return Answer.HtmlError(400);
        }

        if (HttpMethods.IsPut(call.Method) || HttpMethods.IsPost(call.Method))
        {
            return await StoreAsync(call, folder).ConfigureAwait(false);
        }

        if (call.Rest.Length == 0)
        {
            return Directory.Exists(folder) && call.IsGet ? List(call, folder) : Answer.HtmlError(404);
        }

        if (Inside(folder, call.Rest) is not string path || !File.Exists(path))
        {
            return Answer.HtmlError(404);
        }

        if (HttpMethods.IsDelete(call.Method))
        {
            File.Delete(path);
            return Answer.Empty();
        }

        return Results.File(path, "application/octet-stream", Path.GetFileName(path));
    }

    private static async Task<IResult> StoreAsync(LegacyCall call, string folder)
    {
        try
        {
            using ImportFile sent = await ImportBody.TakeAsync(call).ConfigureAwait(false);
            string name = call.Rest.Length > 0 ? call.Rest : sent.Name;
            Directory.CreateDirectory(folder);
            if (call.Flag("extract"))
            {
                foreach ((string path, string entry) in PackedFiles.Of(sent.Path, name, call))
                {
                    Keep(path, folder, entry);
                }

                return Answer.Empty();
            }

            string copy = ImportBody.NewPath(call);
            File.Copy(sent.Path, copy);
            Keep(copy, folder, name);
            return Answer.Empty();
        }
        catch (ImportException refusal)
        {
            return Answer.HtmlError(refusal.Status, refusal.Message);
        }
    }

    private static void Keep(string path, string folder, string name)
    {
        if (Inside(folder, name) is not string target || target == folder)
        {
            File.Delete(path);
            throw new ImportException(400, "The file has no usable name.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(path, target, overwrite: true);
    }

    private static IResult List(LegacyCall call, string folder)
    {
        Table table = new("Name", "Size", "URI");
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(f => f.FullName, StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(folder, file.FullName).Replace('\\', '/');
            table.Add(file.Name, Number(file.Length), $"/data/user/cache/resources/{call["X"]}/files/{name}");
        }

        return TableFormats.Answer(call, table);
    }

    /// <summary>The caller's own folder.</summary>
    internal static string Root(LegacyCall call) =>
        Path.Combine(call.State.Folder, "cache", Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(call.Caller.Name)));

    private static string? Folder(LegacyCall call, string resource) =>
        resource is "." or ".." || resource.IndexOfAny(['/', '\\', ':']) >= 0 ? null : Path.Combine(Root(call), resource);

    /// <summary>A path in a folder by a name from outside, which never leaves it; null for one that would.</summary>
    internal static string? Inside(string? folder, string name)
    {
        if (folder is null || name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        string path = Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(name).Replace('\\', '/')));
        return path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : null;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
