namespace XnatTools.Import.Csv;

/// <summary>A date cell, understood or refused.</summary>
internal readonly struct CsvDate
{
    public CsvDate(string? value, CsvFindingCode? code, int first = 0, int last = 0)
    {
        Value = value;
        Code = code;
        First = first;
        Last = last;
    }

    /// <summary>yyyyMMdd or a range of two; null when refused.</summary>
    public string? Value { get; }

    /// <summary>What is odd or wrong; null when nothing is.</summary>
    public CsvFindingCode? Code { get; }

    /// <summary>First day as the number yyyyMMdd; 0 for open.</summary>
    public int First { get; }

    /// <summary>Last day as the number yyyyMMdd; 0 for open.</summary>
    public int Last { get; }

    public bool IsRange => Value is not null && Value.Length != 8;
}
