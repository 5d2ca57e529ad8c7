using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>Collects findings by scan. Safe for several threads.</summary>
internal sealed class ScanTotals(int maxFindings, DateTimeOffset now)
{
    /// <summary>Most references remembered for a scan, so that memory is bounded.</summary>
    private const int MostReferences = 200_000;

    private readonly object _lock = new();
    private readonly Dictionary<string, Scan> _byKey = new(StringComparer.Ordinal);
    private readonly List<Scan> _scans = [];
    private readonly HashSet<string> _instances = new(StringComparer.Ordinal);

    /// <summary>Adds what was found in one object; without a data set it is no DICOM file.</summary>
    public void Add(DicomDataset? dataset, ObjectFindings findings, HashSet<string> references, Dictionary<int, int> shifts, int position, string source)
    {
        string? series = dataset?.GetString(DicomTags.SeriesInstanceUid);
        string? study = dataset?.GetString(DicomTags.StudyInstanceUid);
        string key = dataset is null ? "other" : study + "|" + series;
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out Scan? scan))
            {
                scan = new Scan
                {
                    Number = dataset?.GetInt32(DicomTags.SeriesNumber),
                    Modality = dataset is null ? "(not DICOM)" : dataset.GetString(DicomTags.Modality),
                    Description = dataset?.GetString(DicomTags.SeriesDescription),
                    Series = series,
                    Study = study,
                    Source = source,
                };
                _byKey.Add(key, scan);
                _scans.Add(scan);
            }

            scan.Files++;
            scan.NotListed += findings.NotListed;
            if (dataset?.GetString(DicomTags.SopInstanceUid) is { } instance)
            {
                _instances.Add(instance);
            }

            foreach (string reference in references)
            {
                if (scan.References.Count < MostReferences)
                {
                    scan.References.Add(reference);
                }
            }

            foreach (KeyValuePair<int, int> shift in shifts)
            {
                scan.Shifts.TryGetValue(shift.Key, out int count);
                scan.Shifts[shift.Key] = count + shift.Value;
            }

            foreach (IdentityFinding finding in findings.List)
            {
                Merge(scan, finding, position, source);
            }
        }
    }

    /// <summary>The summaries, in the order in which scans came.</summary>
    public IReadOnlyList<IdentityScan> Complete(bool checkReferences)
    {
        lock (_lock)
        {
            List<IdentityScan> result = [];
            foreach (Scan scan in _scans)
            {
                FinishDates(scan);
                if (checkReferences)
                {
                    FinishReferences(scan);
                }

                result.Add(Make(scan, result.Count + 1));
            }

            return result;
        }
    }

    private void Merge(Scan scan, IdentityFinding finding, int position, string source)
    {
        string key = finding.Kind + "|" + finding.Tag + "|" + finding.Reason;
        if (scan.Findings.TryGetValue(key, out (IdentityFinding First, int Files) known))
        {
            scan.Findings[key] = (known.First, known.Files + 1);
            return;
        }

        if (scan.Findings.Count >= maxFindings)
        {
            scan.NotListed++;
            scan.Unlisted[(int)finding.Severity]++;
            return;
        }

        scan.Findings.Add(key, (Copy(finding, 1, position, source), 1));
    }

    private static void FinishDates(Scan scan)
    {
        if (scan.Shifts.Count > 1)
        {
            int most = 0;
            foreach (int count in scan.Shifts.Values)
            {
                most = Math.Max(most, count);
            }

            int total = 0;
            foreach (int count in scan.Shifts.Values)
            {
                total += count;
            }

            IdentityFinding finding = new()
            {
                Severity = IdentitySeverity.High,
                Kind = "Date",
                Reason = $"Dates of the scan were shifted by {scan.Shifts.Count} different numbers of days; {most} of {total} agree.",
                Source = scan.Source,
            };
            scan.Findings["dates"] = (finding, scan.Files);
        }
    }

    private void FinishReferences(Scan scan)
    {
        int missing = 0;
        foreach (string reference in scan.References)
        {
            missing += _instances.Contains(reference) ? 0 : 1;
        }

        if (missing > 0)
        {
            IdentityFinding finding = new()
            {
                Severity = IdentitySeverity.Information,
                Kind = "Reference",
                Tag = "(0008,1155)",
                Keyword = "ReferencedSOPInstanceUID",
                Reason = $"{missing} of {scan.References.Count} instances that the scan refers to are not among the files: they are elsewhere, or their UIDs were changed another way.",
                Source = scan.Source,
            };
            scan.Findings["references"] = (finding, scan.Files);
        }
    }

    private IdentityScan Make(Scan scan, int position)
    {
        int[] counts = (int[])scan.Unlisted.Clone();
        IdentityFinding[] findings = new IdentityFinding[scan.Findings.Count];
        int index = 0;
        foreach ((IdentityFinding first, int files) in scan.Findings.Values)
        {
            counts[(int)first.Severity]++;
            findings[index++] = Copy(first, files, first.Position, first.Source);
        }

        Array.Sort(findings, static (a, b) =>
        {
            int order = b.Severity.CompareTo(a.Severity);
            order = order != 0 ? order : string.CompareOrdinal(a.Tag, b.Tag);
            return order != 0 ? order : string.CompareOrdinal(a.Kind + a.Reason, b.Kind + b.Reason);
        });
        int worst = 3;
        while (worst >= 0 && counts[worst] == 0)
        {
            worst--;
        }

        return new IdentityScan
        {
            Position = position,
            Series = scan.Number,
            Modality = scan.Modality,
            Description = scan.Description,
            SeriesInstanceUid = scan.Series,
            StudyInstanceUid = scan.Study,
            Files = scan.Files,
            Worst = worst < 0 ? null : (IdentitySeverity)worst,
            Blocking = counts[(int)IdentitySeverity.Blocking],
            High = counts[(int)IdentitySeverity.High],
            Review = counts[(int)IdentitySeverity.Review],
            Information = counts[(int)IdentitySeverity.Information],
            Findings = findings,
            NotListed = scan.NotListed,
            ShiftDays = scan.Shifts.Count == 1 ? OnlyKey(scan.Shifts) : null,
            Source = scan.Source,
            Audited = now,
        };
    }

    private static int OnlyKey(Dictionary<int, int> shifts)
    {
        foreach (int days in shifts.Keys)
        {
            return days;
        }

        return 0;
    }

    private static IdentityFinding Copy(IdentityFinding finding, int files, int position, string? source) => new()
    {
        Severity = finding.Severity,
        Kind = finding.Kind,
        Tag = finding.Tag,
        Keyword = finding.Keyword,
        VR = finding.VR,
        Reason = finding.Reason,
        Rule = finding.Rule,
        Value = finding.Value,
        Files = files,
        Position = position,
        Source = source,
    };

    private sealed class Scan
    {
        public int? Number { get; init; }

        public string? Modality { get; init; }

        public string? Description { get; init; }

        public string? Series { get; init; }

        public string? Study { get; init; }

        public string Source { get; init; } = "";

        public int Files { get; set; }

        public long NotListed { get; set; }

        public int[] Unlisted { get; } = new int[4];

        public HashSet<string> References { get; } = new(StringComparer.Ordinal);

        public Dictionary<int, int> Shifts { get; } = [];

        public Dictionary<string, (IdentityFinding First, int Files)> Findings { get; } = new(StringComparer.Ordinal);
    }
}
