using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using XnatTools.Sandbox.Core.Files;
using XnatTools.Sandbox.Core.Legacy;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>
/// The handler automation: keeps uploads in a folder of the user's on the server, several in one folder if asked to, and hands that
/// folder to a script of the site's. This site has no scripts, and answers as XNAT does where the event handler asked for is not there.
/// </summary>
internal static class AutomationImport
{
    private const string InCache = "_CACHE_";
    private const string BadArchive = "Archive file is corrupt or not a valid archive file type.";
    private static readonly string[] s_zips = [".zip", ".jar", ".rar", ".ear", ".gar", ".xar"];
    private static readonly string[] s_tars = [".tar", ".tgz", ".tar.gz"];

    /// <summary>Answers with the lines that XNAT answers with, which need not be addresses.</summary>
    /// <param name="sent">The file, if one was sent: it need not be.</param>
    internal static IReadOnlyList<string> Run(LegacyCall call, ImportFile? sent)
    {
        bool process = call.Flag("process");
        bool isElsewhere = !string.Equals(call.Param("configuredResource") ?? InCache, InCache, StringComparison.OrdinalIgnoreCase);
        if (process && isElsewhere)
        {
            // The files lie in a resource already: only the work on them is asked for.
            return call.Param("eventHandler") is null ? Workflow(call) : Process(call);
        }

        string? folder = Folder(call, isNeeded: sent is not null || !process);
        if (folder is not null && sent is not null)
        {
            Keep(call, sent, folder);
        }

        return process ? Process(call) : folder is null ? [] : [folder + Path.DirectorySeparatorChar];
    }

    private static string? Folder(LegacyCall call, bool isNeeded)
    {
        string root = Path.Combine(UserCache.Root(call), "user_uploads");
        if (call.Param("buildPath") is string given)
        {
            string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given));
            return path.StartsWith(Path.GetFullPath(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && Directory.Exists(path)
                ? path
                : throw new ImportException(400, "ERROR:  Specified build path is invalid or directory does not exist.");
        }

        return isNeeded
            ? Directory.CreateDirectory(Path.Combine(root, call.Context.Clock.GetLocalNow().ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture))).FullName
            : null;
    }

    private static void Keep(LegacyCall call, ImportFile sent, string folder)
    {
        string name = sent.Name;
        bool zip = s_zips.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        if (call.Flag("extract") && (zip || s_tars.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase))))
        {
            try
            {
                Extract(sent.Path, folder, zip, name.EndsWith("gz", StringComparison.OrdinalIgnoreCase));
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException or FormatException)
            {
                throw new ImportException(400, BadArchive);
            }

            return;
        }

        if (UserCache.Inside(folder, name) is not string target)
        {
            throw new ImportException(400, "Could not write uploaded file.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(sent.Path, target, overwrite: true);
    }

    private static void Extract(string path, string folder, bool zip, bool isPressed)
    {
        if (zip)
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in archive.Entries.Where(static e => e.Name.Length > 0))
            {
                entry.ExtractToFile(Target(folder, entry.FullName), overwrite: true);
            }

            return;
        }

        using FileStream raw = File.OpenRead(path);
        using Stream plain = isPressed ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        using TarReader tar = new(plain);
        while (tar.GetNextEntry() is TarEntry entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                entry.ExtractToFile(Target(folder, entry.Name), overwrite: true);
            }
        }
    }

    private static string Target(string folder, string name)
    {
        string target = UserCache.Inside(folder, name) ?? throw new ImportException(400, BadArchive);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        return target;
    }

    /// <summary>An entry of what was done is made where the project's settings tell a name for it; here they tell none.</summary>
    private static string[] Workflow(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            bool isKnown = call.Param("project") is not null
                && (call.Param("experiment") is not string experiment || call.State.Sessions.Any(s => s.Id == experiment));
            return isKnown ? [] : throw new ImportException(500, "");
        }
    }

    private static string[] Process(LegacyCall call) => call.Param("eventHandler") is null
        ? throw new ImportException(500, "")
        : ["<b>BEGIN PROCESSING UPLOADED FILES</b>", "ERROR: Could not obtain event handler."];
}
