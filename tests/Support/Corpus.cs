using System;
using System.Collections.Generic;
using System.IO;
using Xunit;

namespace XnatTools.TestSupport;

/// <summary>The folder of real files, when there is one: XNATTOOLS_CORPUS, or shared/data/dicom in a folder above.</summary>
internal static class Corpus
{
    public static string? Folder { get; } = Find();

    public static IReadOnlyList<string> Files()
    {
        Skip.If(Folder is null, "no corpus folder (XNATTOOLS_CORPUS)");
        List<string> files = [];
        foreach (string file in Directory.EnumerateFiles(Folder!, "*", SearchOption.AllDirectories))
        {
            if (!file.EndsWith(".csv", StringComparison.Ordinal) && !file.EndsWith(".md", StringComparison.Ordinal))
            {
                files.Add(file);
            }
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("XNATTOOLS_CORPUS");
        if (!string.IsNullOrEmpty(named))
        {
            return named;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", "dicom");
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
