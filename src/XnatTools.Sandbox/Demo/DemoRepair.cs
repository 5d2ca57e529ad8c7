using System.Collections.Generic;
using XnatTools.Import.Csv;

namespace XnatTools.Sandbox.Demo;

/// <summary>Mends the CSV file and reads its rows.</summary>
internal static class DemoRepair
{
    public static List<ImportRow> Read(DemoScreen screen, string csv, string folder)
    {
        _ = (screen, folder);
        return [.. CsvSheetReader.Read(csv)];
    }
}
