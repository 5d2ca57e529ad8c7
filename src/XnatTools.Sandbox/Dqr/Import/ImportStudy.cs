using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace XnatTools.Sandbox.Dqr;

/// <summary>One study of an import request.</summary>
internal sealed class ImportStudy
{
    public string? StudyInstanceUid { get; private init; }

    public IReadOnlyList<string> SeriesInstanceUids { get; private init; } = [];

    public IReadOnlyList<string> SeriesDescriptions { get; private init; } = [];

    public IReadOnlyList<KeyValuePair<string, string?>> RelabelMap { get; private init; } = [];

    /// <summary>A complete script, which makes the server ignore the map.</summary>
    public string? AnonScript { get; private init; }

    public static ImportStudy Parse(JsonObject json)
    {
        return new ImportStudy
        {
            StudyInstanceUid = ImportRequest.Text(json["studyInstanceUid"]),
            SeriesInstanceUids = Texts(json["seriesInstanceUids"]),
            SeriesDescriptions = Texts(json["seriesDescriptions"]),
            RelabelMap = Map(json["relabelMap"]),
            AnonScript = ImportRequest.Text(json["anonScript"]),
        };
    }

    /// <summary>The script to store for the study; null when nothing is relabelled.</summary>
    public string? BuildScript() => string.IsNullOrWhiteSpace(AnonScript) ? RelabelScript.Generate(RelabelMap) : AnonScript;

    /// <summary>The series that the request wants: both lists given, both must match; no description matches "".</summary>
    public List<FoundSeries> Select(IReadOnlyList<FoundSeries> series)
    {
        List<FoundSeries> selected = [];
        foreach (FoundSeries one in series)
        {
            if ((SeriesInstanceUids.Count == 0 || Contains(SeriesInstanceUids, one.SeriesInstanceUid))
                && (SeriesDescriptions.Count == 0 || Contains(SeriesDescriptions, one.SeriesDescription ?? string.Empty)))
            {
                selected.Add(one);
            }
        }

        return selected;
    }

    private static bool Contains(IReadOnlyList<string> list, string value)
    {
        foreach (string one in list)
        {
            if (string.Equals(one, value, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> Texts(JsonNode? node)
    {
        List<string> texts = [];
        foreach (JsonNode? one in node is null ? [] : node as JsonArray ?? throw ImportRequest.Malformed())
        {
            texts.Add(ImportRequest.Text(one) ?? string.Empty);
        }

        return texts;
    }

    private static List<KeyValuePair<string, string?>> Map(JsonNode? node)
    {
        List<KeyValuePair<string, string?>> map = [];
        foreach ((string key, JsonNode? value) in node is null ? [] : node as JsonObject ?? throw ImportRequest.Malformed())
        {
            map.Add(new KeyValuePair<string, string?>(key, ImportRequest.Text(value)));
        }

        return map;
    }
}
