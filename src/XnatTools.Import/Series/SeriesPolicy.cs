using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using XnatTools.Import.Query;

namespace XnatTools.Import.Series;

/// <summary>
/// Which series of a study are wanted. The server takes include lists only, so the choice is made here and sent as series UIDs.
/// By default it keeps out the images that carry a patient's name in the pixels: dose info, dose report, patient protocol.
/// </summary>
public sealed class SeriesPolicy
{
    private static readonly string[] s_never = ["DOSEINFO", "DOSEREPORT", "DOSERPT", "DOSEREC", "DOSESUMMARY", "DOSESHEET", "DOSEPAGE", "PATIENTPROTOCOL", "PATPROTOCOL", "PATIENTPROT"];

    /// <summary>The default: everything but dose info, dose report and patient protocol.</summary>
    public static SeriesPolicy Default { get; } = new();

    /// <summary>Wildcards; a series must match one of them, if there are any.</summary>
    public string[] Include { get; init; } = [];

    /// <summary>Wildcards; a series that matches one is left out.</summary>
    public string[] Exclude { get; init; } = [];

    /// <summary>Modalities wanted; empty for all. A series whose modality the PACS does not say is left out when some are named.</summary>
    public string[] Modality { get; init; } = [];

    /// <summary>Modalities left out.</summary>
    public string[] ExcludeModality { get; init; } = [];

    /// <summary>Fewest instances. A series whose count the PACS does not say is kept.</summary>
    public int? MinimumInstances { get; init; }

    /// <summary>Most instances. A series whose count the PACS does not say is kept.</summary>
    public int? MaximumInstances { get; init; }

    /// <summary>At most this many series a study, the lowest series numbers first.</summary>
    public int? MaximumSeries { get; init; }

    /// <summary>False lets dose info, dose report and patient protocol through. They usually show the patient's name.</summary>
    public bool UseDefaults { get; init; } = true;

    /// <summary>Why a series is left out, in words without identifiers; null when it is wanted.</summary>
    public string? ReasonToExclude(PacsSeries series)
    {
        string description = series.SeriesDescription ?? "";
        if (UseDefaults && IsDoseOrProtocol(description))
        {
            return "dose info, dose report or patient protocol (they carry the patient's name in the image)";
        }

        if (Include.Length > 0 && !Array.Exists(Include, p => Wildcard.IsMatch(description, p)))
        {
            return "description is not among those asked for";
        }

        string? unwanted = Array.Find(Exclude, p => Wildcard.IsMatch(description, p));
        if (unwanted is not null)
        {
            return $"description matches '{unwanted}'";
        }

        string modality = series.Modality?.Trim() ?? "";
        if (Modality.Length > 0 && !Array.Exists(Modality, m => Wildcard.IsMatch(modality, m)))
        {
            return modality.Length == 0 ? "modality is not known" : $"modality {modality} is not among those asked for";
        }

        if (Array.Exists(ExcludeModality, m => Wildcard.IsMatch(modality, m)))
        {
            return $"modality {modality} is left out";
        }

        if (series.InstanceCount < MinimumInstances)
        {
            return $"{series.InstanceCount} instances, fewer than {MinimumInstances}";
        }

        return series.InstanceCount > MaximumInstances ? $"{series.InstanceCount} instances, more than {MaximumInstances}" : null;
    }

    /// <summary>The study with its choice of series and what was left out, each with its reason. Needs its series to be known.</summary>
    public PacsStudy Apply(PacsStudy study)
    {
        PacsSeries[] series = study.Series ?? throw new ArgumentException("The series of the study are not known.", nameof(study));
        List<PacsSeries> kept = [];
        List<PacsSeries> excluded = [];
        HashSet<string> earlier = new(study.SeriesInstanceUid, StringComparer.Ordinal);
        foreach (PacsSeries one in series)
        {
            // A choice made before stays made: selecting twice can only narrow.
            string? reason = earlier.Count > 0 && !earlier.Contains(one.SeriesInstanceUid)
                ? Array.Find(study.ExcludedSeries, e => e.SeriesInstanceUid == one.SeriesInstanceUid)?.ExcludedBecause ?? "left out before"
                : ReasonToExclude(one);
            if (reason is null)
            {
                kept.Add(one);
            }
            else
            {
                excluded.Add(one.Excluded(reason));
            }
        }

        if (kept.Count > MaximumSeries)
        {
            List<PacsSeries> ordered = [.. kept.OrderBy(s => s.SeriesNumber ?? int.MaxValue)];
            foreach (PacsSeries surplus in ordered.Skip(MaximumSeries.Value))
            {
                excluded.Add(surplus.Excluded($"more than {MaximumSeries} series"));
            }

            kept = [.. ordered.Take(MaximumSeries.Value)];
        }

        return study.WithSelection([.. kept.Select(s => s.SeriesInstanceUid)], [.. excluded]);
    }

    /// <summary>True for "Dose Report", "DOSE_REPORT", "doseinfo", "Patient  Protocol": whatever the case, spacing, punctuation or accents.</summary>
    public static bool IsDoseOrProtocol(string? description)
    {
        if (string.IsNullOrEmpty(description))
        {
            return false;
        }

        StringBuilder letters = new(description!.Length);
        foreach (char c in description.Normalize(NormalizationForm.FormKD))
        {
            if (char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                letters.Append(char.ToUpperInvariant(c));
            }
        }

        string plain = letters.ToString();
        return Array.Exists(s_never, n => plain.IndexOf(n, StringComparison.Ordinal) >= 0);
    }
}
