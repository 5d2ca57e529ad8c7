using System;
using System.Collections.Generic;
using System.IO;

namespace XnatTools.Closure;

/// <summary>The assemblies that a framework brings itself: net472 or net8.0.</summary>
internal static class FrameworkAssemblies
{
    public static IReadOnlyDictionary<string, Version> Of(string framework)
    {
        using Stream stream = typeof(FrameworkAssemblies).Assembly.GetManifestResourceStream(framework)
            ?? throw new ArgumentException($"no list of assemblies for {framework}", nameof(framework));
        using StreamReader reader = new(stream);
        Dictionary<string, Version> all = new(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is string line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                string[] parts = line.Split(' ');
                all[parts[0]] = Version.Parse(parts[1]);
            }
        }

        return all;
    }
}
