using System.Collections.Generic;
using System.Globalization;

namespace XnatTools.Import.Csv;

/// <summary>Columns without a heading: empty, a count of the rows as tables of programs have, or data that lost its name.</summary>
internal sealed class BareColumns
{
    private readonly List<CsvColumn> _columns = [];
    private readonly List<int> _filled = [];
    private readonly List<bool> _counts = [];
    private readonly List<long> _last = [];
    private readonly int _line;

    public BareColumns(CsvSheet sheet)
    {
        _line = sheet.HeadingLine;
        foreach (CsvColumn column in sheet.Columns)
        {
            if (column.Heading.Length == 0)
            {
                _columns.Add(column);
                _filled.Add(0);
                _counts.Add(true);
                _last.Add(-1);
            }
        }
    }

    public void Add(RawRecord record)
    {
        for (int i = 0; i < _columns.Count; i++)
        {
            int index = _columns[i].Number - 1;
            if (index >= record.Cells.Length || CsvText.IsBlank(record.Cells[index]))
            {
                continue;
            }

            bool number = long.TryParse(record.Cells[index], NumberStyles.None, CultureInfo.InvariantCulture, out long value);
            _counts[i] = _counts[i] && number && (_filled[i] == 0 ? value <= 1 : value == _last[i] + 1);
            _last[i] = value;
            _filled[i]++;
        }
    }

    public void Report(FindingSink sink)
    {
        for (int i = 0; i < _columns.Count; i++)
        {
            CsvFindingCode code = _filled[i] == 0 ? CsvFindingCodes.ColumnEmpty : _counts[i] ? CsvFindingCodes.HeadingCounter : CsvFindingCodes.HeadingBlank;
            sink.Add(code, _line, null, _columns[i].Number, null);
        }
    }
}
