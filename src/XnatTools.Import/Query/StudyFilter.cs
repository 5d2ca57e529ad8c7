using System;
using System.Collections.Generic;

namespace XnatTools.Import.Query;

/// <summary>
/// Keeps of an answer exactly what was asked. The server widens one day to two (specs/xnat-dqr-api.md 4.2), and a PACS ignores
/// keys that it does not match on.
/// </summary>
internal static class StudyFilter
{
    public static List<PacsStudy> Apply(ImportRow row, IReadOnlyList<PacsStudy> studies)
    {
        List<PacsStudy> kept = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (PacsStudy study in studies)
        {
            if (study.StudyInstanceUid.Length > 0 && IsAsked(row, study) && seen.Add(study.StudyInstanceUid))
            {
                kept.Add(study);
            }
        }

        return kept;
    }

    public static bool IsAsked(ImportRow row, PacsStudy study) =>
        Same(row.AccessionNumber, study.AccessionNumber)
        && Same(row.StudyInstanceUid, study.StudyInstanceUid)
        && Same(row.PatientId, study.PatientId)
        && InDates(row.StudyDate, study.StudyDate)
        && HasModality(row.Modality, study.Modality)
        && SameName(row, study.PatientName)
        && (study.PatientBirthDate is null || Same(row.PatientBirthDate, study.PatientBirthDate));

    /// <summary>True when the date lies in what was asked; a range includes both ends.</summary>
    public static bool InDates(string? asked, string? date)
    {
        asked = asked?.Trim();
        if (string.IsNullOrEmpty(asked) || asked == "-")
        {
            return true;
        }

        string day = Digits(date);
        if (day.Length != 8)
        {
            return false;
        }

        int dash = asked!.IndexOf('-');
        if (dash < 0)
        {
            return string.Equals(Digits(asked), day, StringComparison.Ordinal);
        }

        string from = Digits(asked.Substring(0, dash));
        string to = Digits(asked.Substring(dash + 1));
        return (from.Length == 0 || string.CompareOrdinal(day, from) >= 0) && (to.Length == 0 || string.CompareOrdinal(day, to) <= 0);
    }

    private static string Digits(string? value) => value is null ? "" : value.Replace("-", "").Replace("/", "").Trim();

    private static bool Same(string? asked, string? answered)
    {
        asked = asked?.Trim();
        if (string.IsNullOrEmpty(asked))
        {
            return true;
        }

        string value = answered?.Trim() ?? "";
        return Wildcard.HasAny(asked!) ? Wildcard.IsMatch(value, asked!) : string.Equals(asked, value, StringComparison.Ordinal);
    }

    private static bool HasModality(string? asked, string[] modalities)
    {
        asked = asked?.Trim();
        if (string.IsNullOrEmpty(asked) || modalities.Length == 0)
        {
            // Not every PACS answers modalities in study; what it does not say cannot be held against it.
            return true;
        }

        return Array.Exists(modalities, m => Wildcard.IsMatch(m.Trim(), asked!));
    }

    private static bool SameName(ImportRow row, string? answered)
    {
        if (string.IsNullOrWhiteSpace(row.LastName) && string.IsNullOrWhiteSpace(row.FirstName))
        {
            return true;
        }

        (string family, string given) = SplitName(answered);
        return Part(row.LastName, family) && Part(row.FirstName, given);

        static bool Part(string? asked, string value) => string.IsNullOrWhiteSpace(asked) || Wildcard.IsMatch(value, asked!.Trim());
    }

    /// <summary>Family and given name of "Family^Given^..." or "Family, Given".</summary>
    private static (string Family, string Given) SplitName(string? name)
    {
        if (name is null)
        {
            return ("", "");
        }

        // Ideographic and phonetic groups follow an equals sign.
        int group = name.IndexOf('=');
        string first = group > 0 ? name.Substring(0, group) : name;
        string[] parts = first.Split(first.IndexOf('^') >= 0 ? '^' : ',');
        return (parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : "");
    }
}
