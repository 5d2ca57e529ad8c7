namespace XnatTools.Import.Csv;

/// <summary>
/// Whether a row points to one patient or study. The server searches by whatever cells are filled, so a blank identifier beside a
/// date asks for the hospital's whole day.
/// </summary>
internal static class CriteriaRules
{
    public static void Check(EvaluatedRow row, CsvSheet sheet, CsvReadOptions options, FindingSink sink)
    {
        int line = row.Record.Line;
        bool study = row[CsvField.AccessionNumber] is not null || row[CsvField.StudyInstanceUid] is not null;
        bool patient = row[CsvField.PatientId] is not null;
        bool date = row[CsvField.StudyDate] is not null;
        bool last = row[CsvField.LastName] is not null;
        bool first = row[CsvField.FirstName] is not null;
        bool birth = row[CsvField.PatientBirthDate] is not null;
        bool modality = row[CsvField.Modality] is not null;
        if (first && !last)
        {
            sink.Add(CsvFindingCodes.FirstNameOnly, line, sheet.ColumnOf(CsvField.FirstName));
        }

        if (birth && date && Day(row[CsvField.PatientBirthDate]) > Day(row[CsvField.StudyDate]))
        {
            sink.Add(CsvFindingCodes.BirthAfterStudy, line, sheet.ColumnOf(CsvField.PatientBirthDate));
        }

        if (study)
        {
            return;
        }

        foreach (CsvColumn column in sheet.NarrowingColumns)
        {
            if (column.Number <= row.Record.Cells.Length && !CsvText.IsBlank(row.Record.Cells[column.Number - 1]))
            {
                sink.Add(CsvFindingCodes.CriterionIgnored, line, column, row.Record.Cells[column.Number - 1], null, column.Number);
            }
        }

        if (patient)
        {
            if (!date && !last && !birth && !modality)
            {
                sink.Add(CsvFindingCodes.PatientAlone, line, sheet.ColumnOf(CsvField.PatientId));
            }

            return;
        }

        bool name = last || first;
        if (last && first && birth && options.AllowNameSearch)
        {
            sink.Add(CsvFindingCodes.NameSearch, line);
            return;
        }

        int kinds = (date ? 1 : 0) + (name ? 1 : 0) + (birth ? 1 : 0) + (modality ? 1 : 0);
        CsvFindingCode code = kinds switch
        {
            0 => CsvFindingCodes.CriteriaNone,
            1 when date => CsvFindingCodes.DateAlone,
            1 when name => CsvFindingCodes.NameAlone,
            1 when birth => CsvFindingCodes.BirthDateAlone,
            1 => CsvFindingCodes.ModalityAlone,
            _ => CsvFindingCodes.CriteriaTooBroad,
        };
        sink.Add(code, line);
    }

    /// <summary>The last day of a date or range, for comparing; empty sorts first.</summary>
    private static int Day(string? date) => date is not null && date.Length >= 8 && int.TryParse(date.Substring(date.Length - 8), out int day) ? day : int.MaxValue;
}
