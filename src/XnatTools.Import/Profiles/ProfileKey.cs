using System;
using System.Collections.Generic;

namespace XnatTools.Import.Profiles;

/// <summary>What a PACS may be asked by: one or more columns that must all be filled, such as PatientId+StudyDate.</summary>
public sealed class ProfileKey
{
    /// <summary>Columns that a key can consist of. Modality only narrows, so it is none.</summary>
    internal static readonly string[] Columns = ["AccessionNumber", "StudyInstanceUid", "PatientId", "StudyDate", "LastName", "FirstName", "PatientBirthDate"];

    private ProfileKey(string[] columns) => Column = columns;

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Column { get; }

    /// <summary>Reads columns joined by a plus sign; null when one is unknown.</summary>
    public static ProfileKey? Parse(string text)
    {
        string[] parts = (text ?? throw new ArgumentNullException(nameof(text))).Split('+');
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i].Trim().Replace(" ", "");
            string? column = Array.Find(Columns, c => string.Equals(c, part, StringComparison.OrdinalIgnoreCase));
            if (column is null)
            {
                return null;
            }

            parts[i] = column;
        }

        return new ProfileKey(parts);
    }

    /// <summary>The cell of a column.</summary>
    internal static string? Cell(ImportRow row, string column) => column switch
    {
        "AccessionNumber" => row.AccessionNumber,
        "StudyInstanceUid" => row.StudyInstanceUid,
        "PatientId" => row.PatientId,
        "StudyDate" => row.StudyDate,
        "LastName" => row.LastName,
        "FirstName" => row.FirstName,
        _ => row.PatientBirthDate,
    };

    /// <summary>Whether the row fills every column of it.</summary>
    internal bool IsFilled(ImportRow row)
    {
        foreach (string column in Column)
        {
            if (string.IsNullOrWhiteSpace(Cell(row, column)))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join("+", Column);
}
