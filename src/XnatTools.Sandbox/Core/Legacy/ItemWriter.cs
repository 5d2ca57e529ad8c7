using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Legacy;

/// <summary>Writes one object: HTML by default, JSON with typed fields, or the XSD document (specification 1.2 and 1.5).</summary>
internal static class ItemWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static IResult Answer(LegacyCall call, Item item) => call.Format() switch
    {
        "json" => Results.Bytes(Json(item), "application/json;charset=UTF-8"),
        "xml" => Web.Answer.Text(Xml(item), 200, "text/xml"),
        _ => Results.Text(Html(item), "text/html;charset=UTF-8", Encoding.UTF8),
    };

    internal static string Xml(Item item)
    {
        StringBuilder text = new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        WriteXml(text, item, RootName(item.XsiType), " xmlns:xnat=\"http://nrg.wustl.edu/xnat\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
        return text.ToString();
    }

    private static byte[] Json(Item item)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, s_options);
        json.WriteStartObject();
        json.WriteStartArray("items");
        WriteJson(json, item);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteJson(Utf8JsonWriter json, Item item)
    {
        json.WriteStartObject();
        json.WriteStartArray("children");
        foreach ((string field, List<Item> items) in item.Children)
        {
            json.WriteStartObject();
            json.WriteString("field", field);
            json.WriteStartArray("items");
            foreach (Item child in items)
            {
                WriteJson(json, child);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("meta");
        json.WriteBoolean("isHistory", false);
        json.WriteNumber("create_event_id", 101);
        json.WriteString("xsi:type", item.XsiType);
        json.WriteEndObject();
        json.WriteStartObject("data_fields");
        foreach ((string path, object value) in item.Fields)
        {
            json.WritePropertyName(path);
            JsonSerializer.Serialize(json, value, value.GetType());
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    // xnat:ctSessionData is the element xnat:CTSession, and so on.
    private static string RootName(string xsiType)
    {
        string stem = xsiType["xnat:".Length..].Replace("Data", "", StringComparison.Ordinal);
        foreach (string tail in new[] { "Session", "Scan" })
        {
            if (stem.EndsWith(tail, StringComparison.Ordinal) && stem.Length - tail.Length <= 3)
            {
                return "xnat:" + stem[..^tail.Length].ToUpperInvariant() + tail;
            }
        }

        return "xnat:" + char.ToUpperInvariant(stem[0]) + stem[1..];
    }

    // Attributes of the schema are the fields that XNAT keeps as such; the rest are elements, in the order of their paths.
    private static void WriteXml(StringBuilder text, Item item, string name, string attributes)
    {
        text.Append('<').Append(name).Append(attributes);
        foreach ((string path, object value) in item.Fields.Where(f => IsAttribute(f.Path)))
        {
            text.Append(' ').Append(path).Append("=\"").Append(Text(value)).Append('"');
        }

        text.Append(">\n");
        foreach ((string path, object value) in item.Fields.Where(f => !IsAttribute(f.Path)))
        {
            string[] parts = path.Split('/');
            foreach (string part in parts)
            {
                text.Append("<xnat:").Append(part).Append('>');
            }

            text.Append(Text(value));
            foreach (string part in parts.Reverse())
            {
                text.Append("</xnat:").Append(part).Append('>');
            }

            text.Append('\n');
        }

        foreach ((string field, List<Item> items) in item.Children)
        {
            string[] parts = field.Split('/');
            text.Append("<xnat:").Append(parts[0]).Append(">\n");
            foreach (Item child in items)
            {
                WriteXml(text, child, "xnat:" + parts[^1], $" xsi:type=\"{child.XsiType}\"");
            }

            text.Append("</xnat:").Append(parts[0]).Append(">\n");
        }

        text.Append("</").Append(name).Append(">\n");
    }

    private static bool IsAttribute(string path) =>
        path is "ID" or "label" or "project" or "secondary_ID" or "type" or "UID" or "modality" or "content" or "format" or "URI" or "file_count" or "file_size";

    private static string Text(object value) => WebUtility.HtmlEncode(value switch
    {
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    });

    private static string Html(Item item)
    {
        StringBuilder text = new("<html><head><title>XNAT</title></head><body><table>");
        foreach ((string path, object value) in item.Fields)
        {
            text.Append("<tr><th>").Append(path).Append("</th><td>").Append(Text(value)).Append("</td></tr>");
        }

        return text.Append("</table></body></html>").ToString();
    }
}
