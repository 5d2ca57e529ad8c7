namespace XnatTools.Import.Csv;

/// <summary>One record as it stands in the file, before any cleaning.</summary>
internal sealed class RawRecord
{
    public RawRecord(int line, int endLine, string[] cells, bool isStray, string text)
    {
        Line = line;
        EndLine = endLine;
        Cells = cells;
        IsStray = isStray;
        Text = text;
    }

    /// <summary>First line, counted from 1.</summary>
    public int Line { get; }

    /// <summary>Last line; more than <see cref="Line"/> when a quoted cell holds line breaks.</summary>
    public int EndLine { get; }

    public string[] Cells { get; }

    /// <summary>True when quotation marks stand where they may not, so that the cells cannot be trusted.</summary>
    public bool IsStray { get; }

    /// <summary>The raw text of a stray record; empty for others.</summary>
    public string Text { get; }

    public bool IsBlank
    {
        get
        {
            foreach (string cell in Cells)
            {
                if (!CsvText.IsBlank(cell))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
