using System.Collections.Generic;
using System.IO;
using System.Linq;
using XnatTools.Import.Csv;

namespace XnatTools.Sandbox.Demo;

/// <summary>Mends the CSV file and reads its rows.</summary>
internal static class DemoRepair
{
    public static List<ImportRow> Read(DemoScreen screen, string csv, string folder)
    {
        screen.Step("Mend what can be mended without guessing (Repair-XnatCsv)");
        string mended = Path.Combine(folder, "cohort.repaired.csv");
        CsvRepairResult result = CsvRepair.Run(csv, mended);
        screen.Say($"Wrote {mended}; the original is as it was.");
        screen.Say($"{result.Repaired} things mended; {result.Rows - result.ValidRows} of {result.Rows} lines stay unusable: only their author knows what was meant.");
        List<ImportRow> rows = [.. CsvSheetReader.Read(mended)];
        screen.Say($"Read again: {rows.Count(r => r.IsValid)} lines can be asked for.");
        return rows;
    }
}
