using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace XnatTools.Sandbox.Filing;

/// <summary>The series import filter of site and project (specification of the core API, 13), list modes only.</summary>
internal static class SeriesFilter
{
    internal static bool Keeps(SandboxState state, string project, ArrivedHeader header) =>
        Keeps(SiteMode(state), SiteList(state), header) && ProjectKeeps(state, project, header.SeriesDescription, header.StudyDescription);

    /// <summary>Whether the project's own filter, when it is on, lets such a scan pass.</summary>
    internal static bool ProjectKeeps(SandboxState state, string project, string seriesDescription, string studyDescription)
    {
        ConfigEntry? entry = state.Config.LastOrDefault(c => c.Tool == "seriesImportFilter" && c.Path == "config" && c.Project == project);
        if (entry is null || !entry.Enabled || project.Length == 0)
        {
            return true;
        }

        try
        {
            JsonNode? json = JsonNode.Parse(entry.Contents);
            return Keeps(
                json?["mode"]?.ToString() ?? "blacklist",
                json?["list"]?.ToString() ?? "",
                new ArrivedHeader { SeriesDescription = seriesDescription, StudyDescription = studyDescription });
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private static string SiteMode(SandboxState state) => state.SiteConfig["sitewideSeriesImportFilterMode"]?.ToString() ?? "blacklist";

    private static string SiteList(SandboxState state) =>
        string.Equals(state.SiteConfig["enableSitewideSeriesImportFilter"]?.ToString(), "true", StringComparison.OrdinalIgnoreCase)
            ? state.SiteConfig["sitewideSeriesImportFilter"]?.ToString() ?? ""
            : "";

    private static bool Keeps(string mode, string list, ArrivedHeader header)
    {
        if (mode is not ("blacklist" or "whitelist"))
        {
            return true;
        }

        List<(string Value, string Pattern)> patterns = [];
        string value = header.SeriesDescription;
        foreach (string raw in list.Replace("\\n", "\n", StringComparison.Ordinal).Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[' && line[^1] == ']' && line.IndexOf(']', StringComparison.Ordinal) == line.Length - 1)
            {
                value = line[1..^1] switch
                {
                    "StudyDescription" or "00081030" => header.StudyDescription,
                    "Modality" or "00080060" => header.Modality,
                    _ => header.SeriesDescription,
                };
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

    private static bool Matches(string value, string pattern) => pattern switch
    {
        "EXISTS" => value.Length > 0,
        "!EXISTS" => value.Length == 0,
        _ => value.Length > 0 && Regex.IsMatch(value, pattern, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)),
    };
}
