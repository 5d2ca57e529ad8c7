namespace XnatTools.Import.Csv;

/// <summary>A column of a CSV file.</summary>
public sealed class CsvColumn
{
    internal CsvColumn(int number, string heading, CsvField field)
    {
        Number = number;
        Heading = heading;
        Field = field;
    }

    /// <summary>Position, counted from 1.</summary>
    public int Number { get; }

    /// <summary>Heading as in the file, without invisible characters and surrounding spaces.</summary>
    public string Heading { get; }

    /// <summary>What it means.</summary>
    public CsvField Field { get; }

    /// <summary>True when the column is read into the row.</summary>
    public bool IsUsed => Field is >= CsvField.AccessionNumber and <= CsvField.PatientName;

    /// <summary>True when the column is searched by.</summary>
    public bool IsSearch => Field is >= CsvField.AccessionNumber and <= CsvField.Modality or CsvField.PatientName;

    /// <inheritdoc/>
    public override string ToString() => $"{Number}: {Field}";
}
