using System;
using System.Collections.Generic;

namespace XnatTools.Import.Csv;

/// <summary>Finds the delimiter: the one by which the first lines yield most headings we know.</summary>
internal static class CsvDelimiters
{
    private static readonly char[] s_candidates = [',', ';', '\t'];

    public static string NameOf(char delimiter) => delimiter switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabulators",
        _ => "other signs",
    };

    /// <summary>The delimiter that Excel's first line <c>sep=;</c> names, or null.</summary>
    public static char? FromSepLine(string start)
    {
        int i = 0;
        while (i < start.Length && (CsvText.IsInvisible(start[i]) || start[i] is ' ' or '"'))
        {
            i++;
        }

        if (i + 5 > start.Length || string.Compare(start, i, "sep=", 0, 4, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return null;
        }

        char c = start[i + 4];
        int end = i + 5;
        bool ends = end >= start.Length || CsvText.IsLineBreak(start[end]) || start[end] is '"' or ' ' or ',' or ';' or '\t';
        return ends && !CsvText.IsLineBreak(c) && c != '"' && !char.IsLetterOrDigit(c) ? c : null;
    }

    public static char Detect(string start)
    {
        List<string> lines = FirstLines(start, 15);
        char best = ',';
        int bestScore = -1;
        foreach (char candidate in s_candidates)
        {
            int score = 0;
            foreach (string line in lines)
            {
                int known = 0;
                int cells = 0;
                foreach (string cell in line.Split(candidate))
                {
                    cells++;
                    known += CsvHeadings.Find(cell) != CsvField.Unknown ? 1 : 0;
                }

                // Known headings decide; among equals the sign that splits most.
                score = Math.Max(score, (known * 1000) + Math.Min(cells, 999));
            }

            if (score > bestScore)
            {
                best = candidate;
                bestScore = score;
            }
        }

        return best;
    }

    private static List<string> FirstLines(string start, int count)
    {
        List<string> lines = [];
        int from = 0;
        while (from < start.Length && lines.Count < count)
        {
            int to = start.IndexOfAny(['\r', '\n'], from);
            if (to < 0)
            {
                to = start.Length;
            }

            if (to > from)
            {
                lines.Add(start.Substring(from, Math.Min(to - from, 4096)));
            }

            from = to + 1;
        }

        return lines;
    }
}
