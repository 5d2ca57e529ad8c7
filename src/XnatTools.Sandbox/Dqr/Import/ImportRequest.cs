using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>The body of an import request, with the server's tolerance: unknown keys are ignored, numbers may be text.</summary>
internal sealed class ImportRequest
{
    public long PacsId { get; private init; }

    public string? AeTitle { get; private init; }

    public int Port { get; private init; }

    public string? ProjectId { get; private init; }

    public bool ForceImport { get; private init; }

    public string? RequestId { get; private init; }

    /// <summary>Null when the key is absent, which the server does not survive.</summary>
    public IReadOnlyList<ImportStudy>? Studies { get; private init; }

    /// <summary>Where to: <c>AE:port</c>, or <c>AE</c> when the request has no port.</summary>
    public string Destination => Port == 0 ? AeTitle ?? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{AeTitle}:{Port}");

    public static ImportRequest Parse(string body)
    {
        JsonObject json = LenientJson.ParseObject(body);
        List<ImportStudy>? studies = null;
        if (json["studies"] is JsonNode node)
        {
            studies = [];
            foreach (JsonNode? study in node as JsonArray ?? throw Malformed())
            {
                studies.Add(ImportStudy.Parse(study as JsonObject ?? throw Malformed()));
            }
        }

        return new ImportRequest
        {
            PacsId = Number(json["pacsId"]),
            AeTitle = Text(json["aeTitle"]),
            Port = (int)Number(json["port"]),
            ProjectId = Text(json["projectId"]),
            ForceImport = Text(json["forceImport"]) is "true",
            RequestId = Text(json["requestId"]),
            Studies = studies,
        };
    }

    internal static XapiException Malformed() => new(XapiFault.MalformedJson, "Could not read JSON: unexpected structure");

    internal static string? Text(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(),
        _ => throw Malformed(),
    };

    private static long Number(JsonNode? node)
        => Text(node) is not { Length: > 0 } text ? 0
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Malformed();
}
