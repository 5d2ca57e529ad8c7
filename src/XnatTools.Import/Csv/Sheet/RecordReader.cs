using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using CsvHelper;
using CsvHelper.Configuration;

namespace XnatTools.Import.Csv;

/// <summary>Splits text into records with CsvHelper and keeps line numbers and misplaced quotation marks.</summary>
internal sealed class RecordReader
{
    /// <summary>What Excel has at most.</summary>
    public const int MaximumColumns = 16384;

    private readonly char _delimiter;
    private readonly int _maximumCell;

    public RecordReader(char delimiter, int maximumCell)
    {
        _delimiter = delimiter;
        _maximumCell = maximumCell;
    }

    /// <summary>Why reading stopped before the end; null when it did not.</summary>
    public CsvFindingCode? Fault { get; private set; }

    /// <summary>The line from which nothing could be read.</summary>
    public int FaultLine { get; private set; }

    public IEnumerable<RawRecord> Read(TextReader text)
    {
        bool bad = false;
        CsvConfiguration configuration = new(CultureInfo.InvariantCulture)
        {
            Delimiter = _delimiter.ToString(),
            BadDataFound = _ => bad = true,
            IgnoreBlankLines = false,
            MaxFieldSize = _maximumCell,
            DetectColumnCountChanges = false,
            HasHeaderRecord = false,
        };
        using CsvParser parser = new(text, configuration, leaveOpen: true);
        int line = 1;
        while (true)
        {
            RawRecord? record = null;
            try
            {
                if (!parser.Read())
                {
                    yield break;
                }

                if (parser.Count > MaximumColumns)
                {
                    Fault = CsvFindingCodes.TooManyColumns;
                }
                else
                {
                    string[] cells = new string[parser.Count];
                    bool stray = false;
                    for (int i = 0; i < cells.Length; i++)
                    {
                        bad = false;
                        string cell = parser[i] ?? "";
                        cells[i] = cell;
                        stray |= bad && !IsTextFormula(cell);
                    }

                    record = new RawRecord(line, Math.Max(line, parser.RawRow), cells, stray, stray ? parser.RawRecord : "");
                    line = parser.RawRow + 1;
                }
            }
            catch (MaxFieldSizeException)
            {
                Fault = CsvFindingCodes.CellTooLong;
            }
            catch (CsvHelperException)
            {
                Fault = CsvFindingCodes.QuoteStray;
            }

            if (record is null)
            {
                FaultLine = line;
                yield break;
            }

            yield return record;
        }
    }

    /// <summary>Excel's ="00123" has quotation marks in an unquoted cell, and still is one cell.</summary>
    private static bool IsTextFormula(string cell) => cell.Length > 3 && cell.StartsWith("=\"", StringComparison.Ordinal) && cell.IndexOf('"', 2) == cell.Length - 1;
}
