using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>Findings of one object while it is walked through, and where the walk stands.</summary>
internal sealed class ObjectFindings(bool withValues, int limit)
{
    private readonly List<(DicomTag Tag, int Item)> _place = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public List<IdentityFinding> List { get; } = [];

    /// <summary>Findings beyond the limit.</summary>
    public long NotListed { get; private set; }

    /// <summary>Known identifiers that the walk came upon, by their number.</summary>
    public HashSet<int> Found { get; } = [];

    /// <summary>Depth of the walk; 0 at the root.</summary>
    public int Depth => _place.Count;

    public void Enter(DicomTag sequence, int item) => _place.Add((sequence, item));

    public void Leave() => _place.RemoveAt(_place.Count - 1);

    /// <summary>The way to an element from the root, as (gggg,eeee)[n].(gggg,eeee).</summary>
    public string PathTo(DicomTag tag)
    {
        if (_place.Count == 0)
        {
            return tag.ToString();
        }

        StringBuilder path = new();
        foreach ((DicomTag sequence, int item) in _place)
        {
            path.Append(sequence).Append('[').Append(item.ToString(CultureInfo.InvariantCulture)).Append("].");
        }

        return path.Append(tag).ToString();
    }

    /// <summary>A finding about an element of the data set that the walk is in.</summary>
    public void Add(IdentitySeverity severity, string kind, DicomDataset dataset, in DicomElement element, string reason, string? rule = null)
    {
        string path = PathTo(element.Tag);
        if (!Take(kind, path, reason))
        {
            return;
        }

        string? keyword = null;
        if (dataset.TryGetDictionaryEntry(element.Tag, out DicomDictionaryEntry? entry))
        {
            keyword = entry.Keyword.Length > 0 ? entry.Keyword : entry.Name;
        }

        List.Add(new IdentityFinding
        {
            Severity = severity,
            Kind = kind,
            Tag = path,
            Keyword = keyword,
            VR = element.IsSequence ? "SQ" : element.VR.ToString(),
            Reason = reason,
            Rule = rule,
            Value = withValues ? dataset.GetText(element, 200) : null,
        });
    }

    /// <summary>A finding about the object as a whole.</summary>
    public void Add(IdentitySeverity severity, string kind, string tag, string reason, string? keyword = null, string? rule = null)
    {
        if (Take(kind, tag, reason))
        {
            List.Add(new IdentityFinding { Severity = severity, Kind = kind, Tag = tag, Keyword = keyword, Reason = reason, Rule = rule });
        }
    }

    private bool Take(string kind, string path, string reason)
    {
        if (!_seen.Add(kind + "|" + path + "|" + reason))
        {
            return false;
        }

        if (List.Count >= limit)
        {
            NotListed++;
            return false;
        }

        return true;
    }
}
