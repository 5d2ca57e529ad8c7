using System;
using System.Globalization;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>UIDs: form, dates in them, and those of the standard, which nobody may change.</summary>
internal static class UidCheck
{
    private const string StandardRoot = "1.2.840.10008.";

    public static void Check(DicomDataset dataset, in DicomElement element, string text, DicomDataset? original, ObjectFindings findings)
    {
        foreach (string value in text.Split('\\'))
        {
            string uid = value.Trim(' ', '\0');
            if (uid.Length == 0 || uid.StartsWith(StandardRoot, StringComparison.Ordinal))
            {
                continue;
            }

            if (!DicomUids.IsValid(uid))
            {
                findings.Add(IdentitySeverity.Review, "Uid", dataset, element, "It is not a valid UID.");
            }
            else if (HoldsDate(uid))
            {
                findings.Add(IdentitySeverity.High, "Uid", dataset, element, "A part of the UID reads as a date: UIDs that are kept tell dates that were shifted.");
            }
        }

        if (original is not null && original.GetString(element.Tag) is { } before
            && before.StartsWith(StandardRoot, StringComparison.Ordinal) && !string.Equals(before, dataset.GetString(element.Tag), StringComparison.Ordinal))
        {
            findings.Add(IdentitySeverity.Review, "Uid", dataset, element, "A UID of the standard was changed: the object is no longer what it was.");
        }
    }

    /// <summary>Tells whether a component begins with a date from 1980 to 2079; UIDs made from random numbers (2.25) are not looked at.</summary>
    public static bool HoldsDate(string uid)
    {
        if (uid.StartsWith("2.25.", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (string part in uid.Split('.'))
        {
            // Makers write a date, or a date and a time with any number of digits behind it. Of numbers by chance one in 30,000 begins so.
            string? form = part.Length switch { 8 => "yyyyMMdd", 12 => "yyyyMMddHHmm", >= 14 => "yyyyMMddHHmmss", _ => null };
            if (form is not null && part[0] is '1' or '2'
                && DateTime.TryParseExact(part.Substring(0, form.Length), form, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
                && date.Year is >= 1980 and < 2080)
            {
                return true;
            }
        }

        return false;
    }
}
