using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace XnatTools.Sandbox.Web;

/// <summary>Writes tables in the envelope of the legacy half: strings only, "" for null, totalRecords quoted.</summary>
internal static class ResultSetWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static byte[] Write(Table table)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, s_options);
        json.WriteStartObject();
        json.WriteStartObject("ResultSet");
        if (table.WithColumns)
        {
            json.WriteStartArray("Columns");
            foreach (string column in table.Columns)
            {
                json.WriteStartObject();
                json.WriteString("key", column);
                if (column == "URI")
                {
                    json.WriteString("serverRoot", "");
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("Result");
        foreach (string?[] row in table.Rows)
        {
            json.WriteStartObject();
            for (int i = 0; i < table.Columns.Count; i++)
            {
                json.WriteString(table.Columns[i], i < row.Length ? row[i] ?? "" : "");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (table.Total)
        {
            json.WriteString("totalRecords", table.Rows.Count.ToString(CultureInfo.InvariantCulture));
        }

        if (table.Title is string title)
        {
            json.WriteString("title", title);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
