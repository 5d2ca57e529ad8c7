using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>Dates of one object: against their originals, against each other and against today.</summary>
internal sealed class DateCheck(ConfidentialityTable table, int? expectedShift, DateTime today)
{
    /// <summary>Days that dates of one study may lie apart.</summary>
    private const int Spread = 2;

    private static readonly DicomTag[] s_anchors = [DicomTags.StudyDate, DicomTags.SeriesDate, DicomTags.AcquisitionDate, DicomTags.ContentDate];

    private DateTime? _anchor;

    /// <summary>Days by which dates differ from their originals, with how many do.</summary>
    public Dictionary<int, int> Shifts { get; } = [];

    /// <summary>Takes the date that others are held against.</summary>
    public void Begin(DicomDataset root)
    {
        foreach (DicomTag tag in s_anchors)
        {
            _anchor ??= root.GetDate(tag);
        }
    }

    /// <summary>Judges the dates of an element (DA or DT).</summary>
    public void Check(DicomDataset dataset, in DicomElement element, string text, DicomDataset? original, ObjectFindings findings)
    {
        string[] before = original is null ? [] : original.GetStrings(element.Tag);
        string[] values = text.Split('\\');
        for (int i = 0; i < values.Length; i++)
        {
            if (!TryDate(values[i], out DateTime date))
            {
                if (values[i].Trim().Length > 0)
                {
                    findings.Add(IdentitySeverity.Review, "Date", dataset, element, "It is not a date that a shift could read.");
                }

                continue;
            }

            if (date > today.AddDays(1))
            {
                findings.Add(IdentitySeverity.Review, "Date", dataset, element, "It lies in the future.");
            }

            if (i < before.Length && TryDate(before[i], out DateTime was))
            {
                CheckShift(dataset, element, (date - was).Days, findings);
            }
            else if (original is null)
            {
                CheckSpread(dataset, element, date, findings);
            }
        }
    }

    private static bool TryDate(string text, out DateTime date)
    {
        string digits = text.Trim(' ', '\0');
        return DicomDateTime.TryParseDate(digits, out date)
            || (digits.Length > 8 && DateTime.TryParseExact(digits.Substring(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date));
    }

    private void CheckShift(DicomDataset dataset, in DicomElement element, int days, ObjectFindings findings)
    {
        Shifts.TryGetValue(days, out int count);
        Shifts[days] = count + 1;
        if ((table.Options & IdentityOptions.RetainFullDates) != 0)
        {
            if (days != 0)
            {
                findings.Add(IdentitySeverity.Review, "Date", dataset, element, "It differs from the original although full dates are kept.");
            }

            return;
        }

        if (days == 0)
        {
            findings.Add(IdentitySeverity.High, "Date", dataset, element, "The date is that of the original: it was not shifted.");
        }
        else if (expectedShift is { } expected && days != expected)
        {
            findings.Add(IdentitySeverity.High, "Date", dataset, element, "The date was shifted by another number of days than the project's.");
        }
    }

    private void CheckSpread(DicomDataset dataset, in DicomElement element, DateTime date, ObjectFindings findings)
    {
        if (_anchor is { } anchor && element.Tag != DicomTags.PatientBirthDate && Math.Abs((date - anchor).TotalDays) > Spread + 1
            && (table.Options & IdentityOptions.RetainFullDates) == 0)
        {
            findings.Add(IdentitySeverity.Review, "Date", dataset, element, "It lies days away from the study's date: perhaps it was not shifted with it.");
        }
    }
}
