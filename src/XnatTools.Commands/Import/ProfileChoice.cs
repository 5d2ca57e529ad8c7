using System;
using System.Collections.Generic;
using System.IO;
using XnatTools.Import.Profiles;

namespace XnatTools.Commands;

/// <summary>Finds the profiles: those of the file named, else of the user's own file, when there is one.</summary>
internal static class ProfileChoice
{
    /// <summary>The user's own file; it need not exist.</summary>
    internal static string DefaultPath =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "XnatTools", "pacs.json");

    /// <param name="path">A full path, or null for the user's own file.</param>
    internal static IReadOnlyList<PacsProfile> Load(string? path)
    {
        if (path is not null)
        {
            return ProfileReader.ReadFile(path);
        }

        return File.Exists(DefaultPath) ? ProfileReader.ReadFile(DefaultPath) : [];
    }
}
