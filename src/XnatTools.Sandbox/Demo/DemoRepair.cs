using System.Collections.Generic;
using System.IO;
using System.Linq;
using XnatTools.Import.Csv;

namespace XnatTools.Sandbox.Demo;

/// <summary>Mends the CSV file and reads its rows.</summary>
internal static class DemoRepair
{
    public static List<ImportRow> Read(DemoScreen screen, string csv, string folder, IReadOnlyList<DemoLine>? lines)
    {
        screen.Step("Mend what can be mended without guessing (Repair-XnatCsv)");
        string mended = Path.Combine(folder, "cohort.repaired.csv");
        CsvRepairResult result = CsvRepair.Run(csv, mended);
        screen.Say($"Wrote {mended}; the original is as it was.");
        screen.Say($"{result.Repaired} things mended; {result.Rows - result.ValidRows} of {result.Rows} lines stay unusable: only their author knows what was meant.");
        List<ImportRow> rows = [.. CsvSheetReader.Read(mended)];
        screen.Say($"Read again: {rows.Count(r => r.IsValid)} lines can be asked for.");
        return lines?.Count == rows.Count ? AskByHand(screen, rows, lines) : rows;
    }

    /// <summary>
    /// A study whose UID the check refuses can still be named by hand, as with Find-PacsStudy -StudyInstanceUid. Only lines of our
    /// own file, of which we know which study they mean.
    /// </summary>
    private static List<ImportRow> AskByHand(DemoScreen screen, List<ImportRow> rows, IReadOnlyList<DemoLine> lines)
    {
        int count = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            if (!rows[i].IsValid && lines[i].StudyInstanceUid is string uid)
            {
                rows[i] = new ImportRow { Row = rows[i].Row, SourceFile = rows[i].SourceFile, StudyInstanceUid = uid, Labels = rows[i].Labels };
                count++;
            }
        }

        if (count > 0)
        {
            screen.Say($"{count} lines have a UID that is not one by the standard, but is what the files say: they are asked for by hand.");
        }

        return rows;
    }
}
