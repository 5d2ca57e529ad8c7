using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace XnatTools.Sandbox.Demo;

/// <summary>The end: a row for each line of the CSV file, and outcomes that add up to them.</summary>
internal static class DemoTable
{
    private const int MostLines = 60;

    /// <summary>Shows it; true when every line has the outcome that it should have.</summary>
    public static bool Show(DemoScreen screen, IReadOnlyList<ImportRow> rows, IReadOnlyList<DemoLine>? lines, IReadOnlyDictionary<int, ImportItem> items)
    {
        screen.Step("The end: every line of the CSV file has one outcome");
        List<string[]> table = [["line", "subject", "session", "series", "images", "outcome", "why"]];
        Dictionary<string, int> sums = [];
        int wrong = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            items.TryGetValue(rows[i].Row, out ImportItem? item);
            bool good = IsAsExpected(item, lines?[i]);
            wrong += good ? 0 : 1;
            string outcome = item?.Outcome.ToString() ?? "(none)";
            sums[outcome] = sums.GetValueOrDefault(outcome) + 1;
            if (rows.Count <= MostLines || !good || item?.Outcome != ImportOutcome.Archived)
            {
                table.Add([Text(rows[i].Row), rows[i].Subject ?? "", item?.Session ?? rows[i].Session ?? "", Text(item?.SeriesFound), Text(item?.InstancesFound), outcome + (good ? "" : " (!)"), Short(item?.Reason)]);
            }
        }

        screen.Table(table);
        screen.Say("");
        screen.Table([["outcome", "lines"], .. sums.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new[] { s.Key, Text(s.Value) }), ["sum", Text(sums.Values.Sum())], ["lines in the CSV file", Text(lines?.Count ?? rows.Count)]]);
        screen.Say("");
        screen.Say(wrong == 0 ? "Every line has the outcome that it should have." : $"{wrong} lines do not have the outcome that they should have; they are marked (!).");
        return wrong == 0 && items.Count == rows.Count;
    }

    /// <summary>A line of our own file has one outcome that it must have; of a given file every line must end well.</summary>
    private static bool IsAsExpected(ImportItem? item, DemoLine? line) => line is null
        ? item?.Outcome is ImportOutcome.Archived or ImportOutcome.Duplicate or ImportOutcome.Excluded
        : item?.Outcome == line.Expected && (line.StudyInstanceUid is null || item.StudyInstanceUid == line.StudyInstanceUid);

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Short(string? text) => text is null ? "" : text.Length > 70 ? text[..67] + "..." : text;
}
