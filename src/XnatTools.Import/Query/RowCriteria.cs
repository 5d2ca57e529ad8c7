using System;

namespace XnatTools.Import.Query;

/// <summary>Whether a row may be sent at all. A search must never be wider than its author meant.</summary>
internal static class RowCriteria
{
    private static readonly char[] s_wildcards = ['*', '?'];

    /// <summary>The outcome of a row that must not be asked for, or null.</summary>
    public static ImportItem? Check(ImportRow row, long pacsId, FindOptions options)
    {
        DateTimeOffset now = options.Time.GetUtcNow();
        if (!row.IsValid)
        {
            CsvFinding? error = Array.Find(row.Findings, f => f.Severity == FindingSeverity.Error);
            return Outcome.Of(row, pacsId, ImportOutcome.Invalid, XnatErrorCode.CsvRowInvalid, $"The line is not usable ({error?.Code}).", now);
        }

        if (IsBlank(row.AccessionNumber) && IsBlank(row.StudyInstanceUid) && IsBlank(row.PatientId) && IsBlank(row.LastName))
        {
            return Outcome.Of(row, pacsId, ImportOutcome.Invalid, XnatErrorCode.PacsCriteriaTooBroad, "The line names no accession number, study, or patient: it would ask for everything.", now);
        }

        foreach (string? value in new[] { row.AccessionNumber, row.StudyInstanceUid, row.PatientId, row.LastName, row.FirstName, row.PatientBirthDate, row.Modality })
        {
            if (value is null)
            {
                continue;
            }

            if (!options.AllowWildcards && value.IndexOfAny(s_wildcards) >= 0)
            {
                return Outcome.Of(row, pacsId, ImportOutcome.Invalid, XnatErrorCode.PacsCriteriaTooBroad, "The line holds a wildcard (* or ?), which could match other patients.", now);
            }

            // In DICOM a backslash separates values: a list would ask for several patients in one row.
            if (value.IndexOf('\\') >= 0)
            {
                return Outcome.Of(row, pacsId, ImportOutcome.Invalid, XnatErrorCode.PacsCriteriaTooBroad, "The line holds a backslash, which DICOM reads as a list of values.", now);
            }
        }

        return null;
    }

    private static bool IsBlank(string? value) => string.IsNullOrWhiteSpace(value) || value!.Trim('*', '?', ' ').Length == 0;
}
