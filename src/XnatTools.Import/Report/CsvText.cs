using System.Collections.Generic;
using System.IO;

namespace XnatTools.Import.Report;

/// <summary>Writes CSV for people and spreadsheets: quoted where needed, CRLF.</summary>
internal static class CsvText
{
    public static void Write(TextWriter writer, IEnumerable<string?> cells)
    {
        bool first = true;
        foreach (string? cell in cells)
        {
            if (!first)
            {
                writer.Write(',');
            }

            first = false;
            string text = cell ?? "";
            writer.Write(text.IndexOfAny([',', '"', '\r', '\n', ';', '\t']) >= 0 || text != text.Trim() ? "\"" + text.Replace("\"", "\"\"") + "\"" : text);
        }

        writer.Write("\r\n");
    }

    /// <summary>Free text that a spreadsheet would take for a formula is marked as text.</summary>
    public static string? Harmless(string? text) => text is { Length: > 0 } && (text[0] is '=' or '+' or '-' or '@') ? "'" + text : text;
}
