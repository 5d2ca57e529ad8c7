using System;
using System.Text;

namespace XnatTools.Import.Csv;

/// <summary>Writes single cells of CSV files for people.</summary>
public static class CsvCells
{
    private static readonly char[] s_special = [',', ';', '\t', '"', '\r', '\n'];

    /// <summary>The cell, in quotation marks where it must be.</summary>
    public static string Quote(string? value)
    {
        string text = value ?? "";
        bool needed = text.IndexOfAny(s_special) >= 0 || (text.Length > 0 && (text[0] == ' ' || text[text.Length - 1] == ' '));
        return needed ? "\"" + text.Replace("\"", "\"\"") + "\"" : text;
    }

    /// <summary>
    /// The cell for a report that will be opened in a spreadsheet: what would be taken for a formula gets an apostrophe in front.
    /// Never used for files that are read again, since it changes the value.
    /// </summary>
    public static string ForReport(string? value)
    {
        string text = value ?? "";
        bool formula = text.Length > 0 && (text[0] is '=' or '@' or '\t' or '\r' || (text[0] is '+' or '-' && !IsNumber(text)));
        return Quote(formula ? "'" + text : text);
    }

    internal static void AppendLine(StringBuilder line, System.Collections.Generic.IReadOnlyList<string?> cells)
    {
        for (int i = 0; i < cells.Count; i++)
        {
            line.Append(i > 0 ? "," : "").Append(Quote(cells[i]));
        }

        // A line of one blank cell would be a blank line, which readers pass over.
        if (cells.Count == 1 && string.IsNullOrEmpty(cells[0]))
        {
            line.Append("\"\"");
        }

        line.Append('\n');
    }

    private static bool IsNumber(string text)
    {
        for (int i = 1; i < text.Length; i++)
        {
            if (!CsvText.IsDigit(text[i]) && text[i] != '.')
            {
                return false;
            }
        }

        return text.Length > 1;
    }
}
