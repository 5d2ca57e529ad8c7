using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace XnatTools.Client;

/// <summary>
/// Tolerant reading. XNAT writes numbers as text, null as "", dates as numbers or text, and the same key in different case;
/// none of that is an error. What cannot be read as asked for is null.
/// </summary>
internal static class JsonRead
{
    private static readonly JsonDocumentOptions s_options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    /// <summary>Parses the body; a body that is not JSON becomes an error without any of its content.</summary>
    public static JsonDocument Parse(XnatResponse response)
    {
        ReadOnlyMemory<byte> body = response.Body;
        if (body.Length >= 3 && response.Body[0] == 0xEF && response.Body[1] == 0xBB && response.Body[2] == 0xBF)
        {
            body = body.Slice(3);
        }

        try
        {
            return JsonDocument.Parse(body, s_options);
        }
        catch (JsonException)
        {
            // The parser's own message can quote what it read, so it is not kept.
            throw ErrorMap.Make(response.Request, XnatErrorCode.UnexpectedResponse, body.Length == 0 ? "The answer is empty." : "The answer is no well-formed JSON.", response.Status, mayHaveActed: !response.Request.IsSafe);
        }
    }

    /// <summary>The member of that name, by exact name first, then ignoring case.</summary>
    public static bool Find(this JsonElement element, string name, out JsonElement value)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            value = default;
            return false;
        }

        if (element.TryGetProperty(name, out value))
        {
            return true;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                value = property.Value;
                return true;
            }
        }

        return false;
    }

    /// <summary>Text, number or boolean as text; null when missing, null or "".</summary>
    public static string? Text(this JsonElement element, string name) => element.Find(name, out JsonElement value) ? AsText(value) : null;

    /// <summary>The first of several names that has a value.</summary>
    public static string? Text(this JsonElement element, string name, string other) => element.Text(name) ?? element.Text(other);

    public static string? AsText(JsonElement value)
    {
        string? text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public static long? Long(this JsonElement element, string name)
    {
        string? text = element.Text(name);
        return text is null ? null : AsLong(text);
    }

    public static int? Int(this JsonElement element, string name) => element.Long(name) is long value && value is >= int.MinValue and <= int.MaxValue ? (int)value : null;

    public static bool? Bool(this JsonElement element, string name) => AsBool(element.Text(name));

    public static bool? AsBool(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        "true" or "1" or "t" or "yes" => true,
        "false" or "0" or "f" or "no" => false,
        _ => null,
    };

    public static long? AsLong(string text)
    {
        text = text.Trim();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return whole;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) < 9e15 ? (long)number : null;
    }

    /// <summary>An array of text, or one text with commas; blanks dropped.</summary>
    public static string[] Texts(this JsonElement element, string name)
    {
        if (!element.Find(name, out JsonElement value))
        {
            return [];
        }

        List<string> texts = [];
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Add(texts, AsText(item));
            }
        }
        else if (AsText(value) is string joined)
        {
            foreach (string part in joined.Split(s_separators))
            {
                Add(texts, part);
            }
        }

        return texts.ToArray();
    }

    /// <summary>The elements of an array; of an object or scalar that is wrapped in no array: itself; of null: none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                yield return item;
            }
        }
    }

    private static void Add(List<string> texts, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            texts.Add(text!.Trim());
        }
    }

    private static readonly char[] s_separators = [',', '\\'];
}
