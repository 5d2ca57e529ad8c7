namespace XnatTools.Import.Csv;

/// <summary>A row's canonical values. One instance is used again for every row.</summary>
internal sealed class EvaluatedRow
{
    public EvaluatedRow(int columns) => Cells = new string?[columns];

    /// <summary>Values by <see cref="CsvField"/>; null where blank.</summary>
    public string?[] Values { get; } = new string?[(int)CsvField.PatientName + 1];

    /// <summary>Values by column, as a repaired file shall have them; blank for columns that are not used.</summary>
    public string?[] Cells { get; }

    public RawRecord Record { get; set; } = null!;

    /// <summary>True when the record is one more line of headings.</summary>
    public bool IsHeading { get; set; }

    /// <summary>True when the cells are not where they should be, so that the row must be kept as it stands.</summary>
    public bool IsMisshapen { get; set; }

    public string? this[CsvField field]
    {
        get => Values[(int)field];
        set => Values[(int)field] = value;
    }

    /// <summary>What the row asks for: the accession number or study UID where there is one, else all criteria.</summary>
    public ulong StudyKey()
    {
        if (this[CsvField.AccessionNumber] is string accession)
        {
            return CsvText.Hash(1, accession);
        }

        if (this[CsvField.StudyInstanceUid] is string uid)
        {
            return CsvText.Hash(2, uid);
        }

        ulong key = 3;
        for (CsvField field = CsvField.PatientId; field <= CsvField.Modality; field++)
        {
            key = CsvText.Hash(key, this[field]);
        }

        return key;
    }

    public ulong LabelsKey()
    {
        ulong key = 4;
        for (CsvField field = CsvField.Subject; field <= CsvField.RelabelPatientBirthDate; field++)
        {
            key = CsvText.Hash(key, this[field]);
        }

        return key;
    }
}
