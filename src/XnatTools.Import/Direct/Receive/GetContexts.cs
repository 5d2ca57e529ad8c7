using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.Import.Direct.Receive;

/// <summary>
/// What is proposed for C-GET. The association must name each class beforehand and holds 128 contexts: the classes that a study
/// likely has get a context for each syntax, because a node recodes what no context takes as it is kept; the rest get one for all.
/// </summary>
internal static class GetContexts
{
    private const int Most = 128;
    private const int PageSize = Most - 2;
    private const string P = DicomUids.StoragePrefix;

    private static readonly string[] s_syntaxes =
    [
        DicomUids.ExplicitVRLittleEndian, DicomUids.ImplicitVRLittleEndian,
        "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.5",
        "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.1.99",
        "1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.2",
        "1.2.840.10008.1.2.4.53", "1.2.840.10008.1.2.4.55", "1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.93", "1.2.840.10008.1.2.4.101",
        "1.2.840.10008.1.2.4.103", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203", "1.2.840.10008.1.2.8.1", "1.2.840.10008.1.2.4.104",
        "1.2.840.10008.1.2.4.105", "1.2.840.10008.1.2.4.106", "1.2.840.10008.1.2.4.107", "1.2.840.10008.1.2.4.108", "1.2.840.10008.1.2.4.110",
        "1.2.840.10008.1.2.4.111", "1.2.840.10008.1.2.4.112", "1.2.840.10008.1.2.4.52", "1.2.840.10008.1.2.4.54", "1.2.840.10008.1.2.4.58",
    ];

    /// <summary>Classes of a modality, the likeliest first.</summary>
    private static readonly Dictionary<string, string[]> s_classes = new(StringComparer.Ordinal)
    {
        ["CT"] = [P + "2", P + "2.1", P + "7", P + "2.2"],
        ["MR"] = [P + "4", P + "4.1", P + "4.2", P + "4.3", P + "7"],
        ["PT"] = [P + "128", P + "130", P + "7", P + "128.1"],
        ["NM"] = [P + "20", P + "7", P + "5"],
        ["US"] = [P + "6.1", P + "3.1", P + "7", P + "6", P + "6.2"],
        ["CR"] = [P + "1", P + "7"],
        ["DX"] = [P + "1.1", P + "1", P + "7"],
        ["MG"] = [P + "1.2", P + "13.1.3", P + "7"],
        ["XA"] = [P + "12.1", P + "12.1.1", P + "7"],
        ["RF"] = [P + "12.2", P + "7", P + "12.2.1"],
        ["OT"] = [P + "7"],
        ["SC"] = [P + "7", P + "7.4"],
        ["SM"] = [P + "77.1.6"],
        ["RTSTRUCT"] = [P + "481.3"],
        ["RTDOSE"] = [P + "481.2"],
        ["RTPLAN"] = [P + "481.5", P + "481.8"],
        ["RTIMAGE"] = [P + "481.1"],
        ["ECG"] = [P + "9.1.1", P + "9.1.2", P + "9.2.1"],
        ["ANN"] = [P + "91.1"],
        ["SEG"] = [P + "66.4"],
    };

    /// <summary>Classes that come along with many studies.</summary>
    private static readonly string[] s_companions =
    [
        P + "7", P + "11.1", P + "88.59", P + "88.11", P + "88.22", P + "88.33", P + "88.34", P + "88.67", P + "104.1", P + "66", P + "66.4", P + "66.1",
        P + "7.4", P + "7.2", P + "7.3", P + "11.2", P + "9.1.1", P + "30",
    ];

    /// <summary>All classes that are not proposed anyway, those of the standard's present edition first, in pages that fit an association.</summary>
    private static readonly Lazy<List<string>> s_others = new(LoadOthers);

    /// <summary>Whether the classes of a modality can be guessed well enough; if not, the node has to list them first.</summary>
    public static bool Knows(string? modality) => s_classes.ContainsKey(modality?.Trim() ?? "");

    /// <summary>
    /// Classes for an attempt after one whose sub-operations failed, at a node that does not list classes: the standard's other
    /// classes, page after page.
    /// </summary>
    public static IReadOnlyList<string> Page(int number)
    {
        int pages = (s_others.Value.Count + PageSize - 1) / PageSize;
        int start = number % pages * PageSize;
        return s_others.Value.GetRange(start, Math.Min(PageSize, s_others.Value.Count - start));
    }

    /// <summary>The contexts for series of these modalities, and classes that are known to be there.</summary>
    public static IReadOnlyList<PresentationContext> For(IEnumerable<PacsSeries> series, IReadOnlyCollection<string> known)
    {
        List<string> likely = [];
        foreach (string sopClass in known)
        {
            Add(likely, sopClass);
        }

        if (known.Count == 0)
        {
            foreach (PacsSeries one in series)
            {
                foreach (string sopClass in s_classes.TryGetValue(one.Modality?.Trim() ?? "", out string[]? classes) ? classes : [])
                {
                    Add(likely, sopClass);
                }
            }
        }

        List<PresentationContext> contexts = [PresentationContext.Get(DicomQueryRoot.Study), PresentationContext.Get(DicomQueryRoot.Patient)];

        if (likely.Count > Most / 2)
        {
            // A page: one context for each.
            for (int n = 0; n < likely.Count && contexts.Count < Most; n++)
            {
                contexts.Add(new PresentationContext(likely[n], s_syntaxes) { RequestorIsScp = true });
            }

            return contexts;
        }

        // The first class likely is that of most objects; what the others cannot have one by one they get in one context.
        int room = Most - contexts.Count - s_companions.Length;
        for (int n = 0; n < likely.Count && contexts.Count < Most; n++)
        {
            int left = likely.Count - n;
            int share = (room - (contexts.Count - 2)) / left;
            int each = Math.Max(1, Math.Min(s_syntaxes.Length, n == 0 ? Math.Max(share, room - (9 * (left - 1))) : share - 1));
            for (int i = 0; i < each && contexts.Count < Most; i++)
            {
                contexts.Add(new PresentationContext(likely[n], s_syntaxes[i]) { RequestorIsScp = true });
            }

            if (each < s_syntaxes.Length && contexts.Count < Most)
            {
                contexts.Add(new PresentationContext(likely[n], s_syntaxes.AsSpan(each).ToArray()) { RequestorIsScp = true });
            }
        }

        foreach (string sopClass in Usual())
        {
            if (contexts.Count < Most && !likely.Contains(sopClass))
            {
                likely.Add(sopClass);
                contexts.Add(new PresentationContext(sopClass, s_syntaxes) { RequestorIsScp = true });
            }
        }

        return contexts;
    }

    private static List<string> Usual()
    {
        List<string> usual = [.. s_companions];
        foreach (KeyValuePair<string, string[]> pair in s_classes)
        {
            usual.AddRange(pair.Value);
        }

        return usual;
    }

    private static List<string> LoadOthers()
    {
        HashSet<string> usual = new(Usual(), StringComparer.Ordinal);
        List<string> others = [];
        List<string> retired = [];
        foreach (string sopClass in DicomUids.StorageClasses)
        {
            if (!usual.Contains(sopClass))
            {
                (DicomUids.TryGet(sopClass, out DicomUidEntry? entry) && entry.IsRetired ? retired : others).Add(sopClass);
            }
        }

        others.AddRange(retired);
        return others;
    }

    private static void Add(List<string> classes, string sopClass)
    {
        if (sopClass.Length > 0 && !classes.Contains(sopClass))
        {
            classes.Add(sopClass);
        }
    }
}
