using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Filing;

/// <summary>The series import filter of site and project (specification of the core API, 13).</summary>
internal static class SeriesFilter
{
    private const string Default = "SeriesDescription";

    /// <summary>Whether both filters let an object in that has come; of one that is for no project yet only the site's is asked.</summary>
    internal static bool Keeps(SandboxState state, string project, string path)
    {
        bool site = IsOn(state.SiteConfig["enableSitewideSeriesImportFilter"]);
        JsonNode? own = ProjectFilter(state, project);
        if (!site && own is null)
        {
            return true;
        }

        using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
        string? Read(string name) => DicomTag.TryParse(name, out DicomTag tag) && file.Dataset.Contains(tag) ? file.Dataset.GetString(tag) ?? "" : null;
        string mode = state.SiteConfig["sitewideSeriesImportFilterMode"]?.ToString() ?? "blacklist";
        string list = state.SiteConfig["sitewideSeriesImportFilter"]?.ToString() ?? "";
        return (!site || Keeps(mode, mode == "modalityMap" ? Parse(list) : null, list, Read)) && (own is null || ProjectKeeps(own, Read));
    }

    /// <summary>Whether the project's own filter, when it is on, lets a scan of the prearchive pass.</summary>
    internal static bool ProjectKeeps(SandboxState state, string project, string seriesDescription, string modality) =>
        ProjectFilter(state, project) is not { } own
        || ProjectKeeps(own, name => name switch { Default => seriesDescription, "Modality" or "00080060" => modality, _ => null });

    private static bool ProjectKeeps(JsonNode filter, Func<string, string?> read) =>
        Keeps(filter["mode"]?.ToString() ?? "blacklist", filter, filter["list"]?.ToString() ?? "", read);

    private static JsonNode? ProjectFilter(SandboxState state, string project)
    {
        ConfigEntry? entry = state.Config.LastOrDefault(c => c.Tool == "seriesImportFilter" && c.Path == "config" && c.Project == project);
        return entry is null || !entry.Enabled || project.Length == 0 ? null : Parse(entry.Contents);
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsOn(JsonNode? value) => string.Equals(value?.ToString(), "true", StringComparison.OrdinalIgnoreCase);

    private static bool Keeps(string mode, JsonNode? map, string list, Func<string, string?> read) => mode switch
    {
        "blacklist" or "whitelist" => ListKeeps(mode, list, read),
        "modalityMap" => map is null || MapKeeps(map, read),
        _ => true,
    };

    /// <summary>On receipt nobody wants a certain modality: only the condition "exclude" drops objects.</summary>
    private static bool MapKeeps(JsonNode map, Func<string, string?> read)
    {
        string exclude = map["exclude"]?.ToString() ?? "";
        bool strict = IsOn(map["strict"]);
        try
        {
            return exclude.Length == 0 || !FilterCondition.Holds(exclude, read, strict);
        }
        catch (FormatException)
        {
            // A condition that cannot be answered lets nothing in where the filter is strict, and drops nothing where it is not.
            return !strict;
        }
    }

    private static bool ListKeeps(string mode, string list, Func<string, string?> read)
    {
        List<(string? Value, string Pattern)> patterns = [];
        string? value = read(Default);
        foreach (string raw in list.Replace("\\n", "\n", StringComparison.Ordinal).Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[' && line.IndexOf(']', StringComparison.Ordinal) == line.Length - 1 && IsTag(line[1..^1]))
            {
                value = read(line[1..^1]);
                continue;
            }

            patterns.Add((value, line));
        }

        if (patterns.Count == 0)
        {
            return true;
        }

        bool any = patterns.Any(p => Matches(p.Value, p.Pattern));
        return mode == "whitelist" ? any : !any;
    }

    /// <summary>A keyword or eight digits; anything else in brackets is a pattern.</summary>
    private static bool IsTag(string name) =>
        DicomTag.TryParse(name, out _) && (name.Length == 8 && uint.TryParse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _) || DicomDictionary.Standard.TryGetKeyword(name, out _));

    private static bool Matches(string? value, string pattern) => pattern switch
    {
        "EXISTS" => value is { Length: > 0 },
        "!EXISTS" => value is not { Length: > 0 },
        _ => value is { Length: > 0 } && Regex.IsMatch(value, pattern, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)),
    };
}
