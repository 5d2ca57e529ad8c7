using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;

namespace XnatTools.Pack;

/// <summary>A NuGet package of which a DLL is shipped.</summary>
internal sealed record ShippedPackage(string Id, string Version, string Licence, string Copyright, string Project, string LicenceText)
{
    /// <summary>The packages behind the DLLs, found through what the last restore of the cmdlets resolved.</summary>
    public static IReadOnlyList<ShippedPackage> Find(string root, IEnumerable<string> dllNames)
    {
        string assets = Path.Combine(root, "src", "XnatTools.Commands", "obj", "project.assets.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(assets));
        string[] folders = [.. document.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name)];
        Dictionary<string, string> versions = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty library in document.RootElement.GetProperty("libraries").EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "package"))
        {
            string[] name = library.Name.Split('/');
            versions[name[0]] = name[1];
        }

        List<ShippedPackage> packages = [];
        foreach (string dll in dllNames.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            string version = versions.GetValueOrDefault(dll) ?? throw new PackException($"No package is known for {dll}.dll.");
            string folder = folders.Select(f => Path.Combine(f, dll.ToLowerInvariant(), version)).FirstOrDefault(Directory.Exists) ?? throw new PackException($"The package {dll} {version} is not in the package folder.");
            packages.Add(Read(dll, version, folder));
        }

        return packages;
    }

    private static ShippedPackage Read(string id, string version, string folder)
    {
        XElement metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements().First(e => e.Name.LocalName == "metadata");
        string Value(string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim() ?? "";

        string expression = Value("license");
        string? own = Directory.GetFiles(folder).FirstOrDefault(f => string.Equals(Path.GetFileName(f), "LICENSE.TXT", StringComparison.OrdinalIgnoreCase));
        string licence = expression switch
        {
            "MIT" or "BSD-3-Clause" or "Apache-2.0" => expression,
            "MS-PL OR Apache-2.0" => "Apache-2.0",
            "" when own is not null && File.ReadAllText(own).Contains("The MIT License", StringComparison.Ordinal) => "MIT",
            _ => throw new PackException($"{id} {version}: the licence '{expression}' has not been judged."),
        };
        string copyright = Value("copyright").Replace("\u00A9", "(c)", StringComparison.Ordinal);
        return new ShippedPackage(id, version, licence, copyright.Length == 0 ? $"Copyright (c) {Value("authors")}" : copyright, Value("projectUrl"), own is not null ? File.ReadAllText(own) : Text(licence));
    }

    private static string Text(string licence)
    {
        using Stream stream = typeof(ShippedPackage).Assembly.GetManifestResourceStream(licence) ?? throw new PackException($"The text of {licence} is missing.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
