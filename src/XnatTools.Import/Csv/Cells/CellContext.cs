namespace XnatTools.Import.Csv;

/// <summary>The cell being read: where findings about it go.</summary>
internal readonly struct CellContext
{
    public CellContext(FindingSink sink, CsvReadOptions options, int line, CsvColumn column, string raw)
    {
        Sink = sink;
        Options = options;
        Line = line;
        Column = column;
        Raw = raw;
    }

    public FindingSink Sink { get; }

    public CsvReadOptions Options { get; }

    public int Line { get; }

    public CsvColumn Column { get; }

    public string Raw { get; }

    public CsvField Field => Column.Field;

    public bool IsName => Field is CsvField.LastName or CsvField.FirstName or CsvField.PatientName or CsvField.RelabelPatientName;

    public bool IsDate => Field is CsvField.StudyDate or CsvField.PatientBirthDate or CsvField.RelabelStudyDate or CsvField.RelabelPatientBirthDate;

    public void Report(CsvFindingCode code, char? character = null) => Sink.Add(code, Line, Column, Raw, character);
}
