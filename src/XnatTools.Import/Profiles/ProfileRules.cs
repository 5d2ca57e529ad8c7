using System;
using System.Collections.Generic;
using System.Globalization;

namespace XnatTools.Import.Profiles;

/// <summary>Holds the rows of a CSV file against the profile of the PACS they are meant for, before the first is asked.</summary>
public static class ProfileRules
{
    private const int MostNamed = 8;

    /// <summary>What breaks the profile: one finding a row.</summary>
    public static IReadOnlyList<PreflightFinding> Check(PacsProfile profile, IEnumerable<ImportRow> rows)
    {
        if (profile is null || rows is null)
        {
            throw new ArgumentNullException(profile is null ? nameof(profile) : nameof(rows));
        }

        List<PreflightFinding> findings = [];
        foreach (ImportRow row in rows)
        {
            if (row.IsValid && Reason(profile, row) is string reason)
            {
                findings.Add(new PreflightFinding
                {
                    Check = "Profile",
                    Code = XnatErrorCode.ProfileBroken.Id,
                    Severity = FindingSeverity.Error,
                    Message = reason,
                    Cure = Cure(profile),
                    Row = row.Row,
                });
            }
        }

        return findings;
    }

    /// <summary>Refuses the file when a row breaks the profile: half a file asked for by false keys is worse than none.</summary>
    /// <exception cref="XnatException">ProfileBroken, with the lines and the reason of the first.</exception>
    public static void Require(PacsProfile profile, IEnumerable<ImportRow> rows)
    {
        IReadOnlyList<PreflightFinding> findings = Check(profile, rows);
        if (findings.Count == 0)
        {
            return;
        }

        List<string> lines = [];
        for (int i = 0; i < Math.Min(MostNamed, findings.Count); i++)
        {
            lines.Add(findings[i].Row.ToString(CultureInfo.InvariantCulture));
        }

        string more = findings.Count > MostNamed ? $" and {findings.Count - MostNamed} more" : "";
        string where = findings[0].Row == 0 ? "" : $" (line{(findings.Count == 1 ? "" : "s")} {string.Join(", ", lines)}{more})";
        throw new XnatException(XnatErrorCode.ProfileBroken, $"The rows break the profile of PACS {profile.Name}{where}: {findings[0].Message} Nothing was asked.") { Advice = findings[0].Cure };
    }

    private static string? Reason(PacsProfile profile, ImportRow row)
    {
        if (profile.Modalities.Count > 0 && !string.IsNullOrWhiteSpace(row.Modality) && !Contains(profile.Modalities, row.Modality!))
        {
            return $"The row asks for a modality that this PACS does not hold; it holds {string.Join(", ", profile.Modalities)}.";
        }

        if (profile.Keys.Count == 0)
        {
            return null;
        }

        bool filled = false;
        HashSet<string> allowed = new(StringComparer.Ordinal);
        foreach (ProfileKey key in profile.Keys)
        {
            filled |= key.IsFilled(row);
            allowed.UnionWith(key.Column);
        }

        foreach (string column in ProfileKey.Columns)
        {
            if (!allowed.Contains(column) && !string.IsNullOrWhiteSpace(ProfileKey.Cell(row, column)))
            {
                return $"{column} is filled, by which this PACS is not to be asked{Because(profile)}.";
            }
        }

        return filled ? null : $"The row fills none of {Allowed(profile)} completely{Because(profile)}.";
    }

    private static string Cure(PacsProfile profile) => profile.Keys.Count == 0 ? XnatErrorCode.ProfileBroken.Advice : $"Fill {Allowed(profile)} instead and leave other keys empty.";

    private static string Allowed(PacsProfile profile)
    {
        List<string> keys = [];
        foreach (ProfileKey key in profile.Keys)
        {
            keys.Add(key.ToString());
        }

        return string.Join(" or ", keys);
    }

    private static string Because(PacsProfile profile) => string.IsNullOrEmpty(profile.Because) ? "" : $" ({profile.Because})";

    private static bool Contains(IReadOnlyList<string> list, string text)
    {
        foreach (string one in list)
        {
            if (string.Equals(one, text.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
