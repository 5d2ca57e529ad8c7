using System.Collections.Generic;

namespace XnatTools.Import.Csv;

/// <summary>Checks a CSV file: the findings of the file, then those of its rows in the order of the lines.</summary>
public static class CsvCheck
{
    /// <summary>Streams every finding. A file that passes here is accepted by the import, which uses the same reader.</summary>
    /// <exception cref="XnatException">The file does not exist or cannot be opened.</exception>
    public static IEnumerable<CsvFinding> Run(string path, CsvReadOptions? options = null)
    {
        using CsvSheetReader reader = CsvSheetReader.Open(path, options);
        foreach (CsvFinding finding in Run(reader))
        {
            yield return finding;
        }
    }

    /// <summary>Streams every finding of an open file.</summary>
    public static IEnumerable<CsvFinding> Run(CsvSheetReader reader)
    {
        foreach (CsvFinding finding in reader.Findings)
        {
            yield return finding;
        }

        foreach (JudgedRow row in reader.ReadJudged())
        {
            foreach (CsvFinding finding in row.Findings)
            {
                yield return finding;
            }
        }
    }
}
