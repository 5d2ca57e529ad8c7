using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Import.Count;

namespace XnatTools.Import.Campaign;

/// <summary>Compares what lies in prearchive or archive with what the PACS has.</summary>
internal sealed class Completeness
{
    private Completeness()
    {
    }

    /// <summary>Scans that hold files.</summary>
    public int Scans { get; private set; }

    /// <summary>Files in all.</summary>
    public int Files { get; private set; }

    /// <summary>True when nothing that is known to be wanted is missing; never without a single file.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>True when every number was compared; else only rest can tell that nothing more comes.</summary>
    public bool IsProven { get; private set; }

    /// <summary>What is missing, with numbers only.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>UIDs of the series to fetch again; empty when they cannot be told apart, or when it is the whole study.</summary>
    public List<string> MissingSeries { get; } = [];

    /// <summary>Compares. Scans of one series number are taken together, as XNAT numbers series by it.</summary>
    public static Completeness Of(StudyCount expected, IEnumerable<PrearchiveScan> scans)
    {
        Completeness result = new();
        Dictionary<int, int> byNumber = [];
        int unnumbered = 0;
        foreach (PrearchiveScan scan in scans)
        {
            int files = scan.FileCount ?? 0;
            result.Files += files;
            result.Scans += files > 0 ? 1 : 0;
            if (Number(scan.Id) is int number)
            {
                byNumber[number] = (byNumber.TryGetValue(number, out int n) ? n : 0) + files;
            }
            else
            {
                unnumbered += files > 0 ? 1 : 0;
            }
        }

        result.Compare(expected, byNumber, unnumbered);
        return result;
    }

    /// <summary>
    /// Compares what lies in several sessions together. A series that is in more than one of them counts as in the fuller one: the
    /// same images may have come twice.
    /// </summary>
    public static Completeness OfAll(StudyCount expected, IEnumerable<IReadOnlyList<PrearchiveScan>> sessions)
    {
        Dictionary<string, PrearchiveScan> fullest = new(StringComparer.Ordinal);
        foreach (IReadOnlyList<PrearchiveScan> scans in sessions)
        {
            foreach (PrearchiveScan scan in scans)
            {
                if (!fullest.TryGetValue(scan.Id, out PrearchiveScan? other) || (scan.FileCount ?? 0) > (other.FileCount ?? 0))
                {
                    fullest[scan.Id] = scan;
                }
            }
        }

        return Of(expected, fullest.Values);
    }

    private void Compare(StudyCount expected, Dictionary<int, int> byNumber, int unnumbered)
    {
        if (expected.Series is not IReadOnlyList<SeriesCount> series)
        {
            IsProven = expected.StudyInstances is not null;
            IsComplete = Files > 0 && (expected.StudyInstances is not int all || Files >= all);
            if (!IsComplete)
            {
                Missing.Add(expected.StudyInstances is int wanted ? $"{Text(wanted - Files)} of {Text(wanted)} images" : "everything");
            }

            return;
        }

        if (!CanMatch(series, byNumber, unnumbered))
        {
            CompareTotals(expected);
            return;
        }

        Dictionary<int, (int Series, int? Images)> wantedBy = [];
        foreach (SeriesCount one in series)
        {
            int number = one.Number!.Value;
            wantedBy[number] = wantedBy.TryGetValue(number, out (int Series, int? Images) sum)
                ? (sum.Series + 1, sum.Images + one.Instances)
                : (1, one.Instances);
        }

        IsProven = expected.Instances is not null;
        HashSet<int> told = [];
        foreach (SeriesCount one in series)
        {
            (int count, int? images) = wantedBy[one.Number!.Value];
            int found = byNumber.TryGetValue(one.Number.Value, out int n) ? n : 0;
            if (found >= Math.Max(count, images ?? 1))
            {
                continue;
            }

            // Of several series with one number nobody can tell which is short: all of them are fetched again.
            MissingSeries.Add(one.SeriesInstanceUid);
            if (told.Add(one.Number.Value))
            {
                Missing.Add(images is int all ? $"{one.Name} ({Text(found)} of {Text(all)})" : $"{one.Name} ({Text(found)} images)");
            }
        }

        IsComplete = Missing.Count == 0 && Files > 0;
        if (MissingSeries.Count == series.Count || MissingSeries.Exists(uid => uid.Length == 0))
        {
            MissingSeries.Clear();
        }
    }

    private void CompareTotals(StudyCount expected)
    {
        int series = expected.SeriesTotal ?? 0;
        IsProven = expected.Instances is not null;
        IsComplete = Files > 0 && Scans >= series && (expected.Instances is not int images || Files >= images);
        if (!IsComplete)
        {
            Missing.Add(expected.Instances is int all
                ? $"{Text(Scans)} of {Text(series)} series and {Text(Files)} of {Text(all)} images are there"
                : $"{Text(Scans)} of {Text(series)} series are there");
        }
    }

    /// <summary>Scans can be told apart by number when every series has one and no scan is called otherwise.</summary>
    private static bool CanMatch(IReadOnlyList<SeriesCount> series, Dictionary<int, int> byNumber, int unnumbered)
    {
        if (unnumbered > 0)
        {
            return false;
        }

        int known = 0;
        HashSet<int> numbers = [];
        foreach (SeriesCount one in series)
        {
            if (one.Number is not int number)
            {
                return false;
            }

            numbers.Add(number);
        }

        foreach (int number in byNumber.Keys)
        {
            known += numbers.Contains(number) ? 1 : 0;
        }

        // Not one number in common: the site names its scans by another rule.
        return byNumber.Count == 0 || known > 0;
    }

    /// <summary>The series number in a scan's id: 3, or 3-MR1.</summary>
    private static int? Number(string id)
    {
        int dash = id.IndexOf('-');
        string digits = dash > 0 ? id.Substring(0, dash) : id;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
