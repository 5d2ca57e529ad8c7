using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace XnatTools.Conventions.Tests;

/// <summary>The checkout these tests were built from.</summary>
internal static class Repo
{
    private static readonly string[] s_notOurs = ["bin", "obj", ".git", ".vs", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", "sandbox-state"];

    public static string Root { get; } = FindRoot();

    /// <summary>The reference assembly of PowerShell, to read and never to run.</summary>
    public static string EngineFolder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "engine");

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public static string Text(params string[] parts) => File.ReadAllText(Path(parts));

    /// <summary>Every text file that belongs to the repository, as paths from its root with forward slashes.</summary>
    public static IEnumerable<string> Files() => Files(Root).Select(f => System.IO.Path.GetRelativePath(Root, f).Replace('\\', '/'));

    private static IEnumerable<string> Files(string folder)
    {
        foreach (string file in Directory.GetFiles(folder))
        {
            yield return file;
        }

        foreach (string inner in Directory.GetDirectories(folder).Where(d => !s_notOurs.Contains(System.IO.Path.GetFileName(d))))
        {
            foreach (string file in Files(inner))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "XnatPowerShell.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("These tests run inside the repository.");
    }
}
