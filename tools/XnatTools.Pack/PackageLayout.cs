using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace XnatTools.Pack;

/// <summary>
/// What a package holds: the manifest, module/ as the build filled it, and help beside the manifest, where PowerShell finds it
/// before the module is imported as well.
/// </summary>
internal static class PackageLayout
{
    public const string Notices = "ThirdPartyNotices.txt";

    /// <summary>Path in the package to path in the repository, both with forward slashes; the notices are made, not copied.</summary>
    public static IReadOnlyDictionary<string, string> Files(string root)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal) { ["XnatTools.psd1"] = "XnatTools.psd1", ["LICENSE"] = "LICENSE" };
        Add("module", "module", "*.ps*1*", SearchOption.TopDirectoryOnly);
        Add("module/en-US", "en-US", "*", SearchOption.TopDirectoryOnly);
        Add("module/bin/net8.0", "module/bin/net8.0", "*.dll", SearchOption.AllDirectories);
        Add("module/bin/net472", "module/bin/net472", "*.dll", SearchOption.AllDirectories);
        return files;

        void Add(string from, string to, string pattern, SearchOption depth)
        {
            string folder = Path.Combine(root, from);
            if (!Directory.Exists(folder))
            {
                throw new PackException($"{from} is missing: build the solution first.");
            }

            foreach (string file in Directory.GetFiles(folder, pattern, depth))
            {
                string relative = Path.GetRelativePath(folder, file).Replace('\\', '/');
                files.Add($"{to}/{relative}", $"{from}/{relative}");
            }
        }
    }

    /// <summary>Every file of the package, for the manifest's FileList.</summary>
    public static IEnumerable<string> FileList(string root) => Files(root).Keys.Append(Notices).Order(StringComparer.Ordinal);
}
