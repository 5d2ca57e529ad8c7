using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace XnatTools.Import.Ledger;

/// <summary>How values stand in the records of a ledger. What is null is left out.</summary>
internal static class LedgerJson
{
    public static void Text(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static void Number(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is long number)
        {
            json.WriteNumber(name, number);
        }
    }

    public static void Time(this Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is DateTimeOffset time)
        {
            json.WriteString(name, time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        }
    }

    public static void Texts(this Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            json.WriteStartArray(name);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }

    public static string? Optional(this JsonElement parent, string name) => parent.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    public static long? OptionalNumber(this JsonElement parent, string name) => parent.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : null;

    public static DateTimeOffset? OptionalTime(this JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) ? DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    public static bool IsSet(this JsonElement parent, string name) => parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    public static string[] Strings(this JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out JsonElement list))
        {
            return [];
        }

        string[] result = new string[list.GetArrayLength()];
        int i = 0;
        foreach (JsonElement value in list.EnumerateArray())
        {
            result[i++] = value.GetString()!;
        }

        return result;
    }

    public static T ParseEnum<T>(string text)
        where T : struct => Enum.TryParse(text, out T value) ? value : throw new FormatException("unknown name");
}
