using System;
using System.Collections.Generic;
using XnatTools.Import.Direct.Staging;

namespace XnatTools.Import.Direct.Receive;

/// <summary>A series that is wanted: what the PACS counts of it, and what is in staging.</summary>
internal sealed class SeriesState(PacsSeries series)
{
    public PacsSeries Series { get; private set; } = series;

    public string Uid => Series.SeriesInstanceUid;

    /// <summary>SOP instance UIDs with their classes, once the PACS listed them.</summary>
    public IReadOnlyDictionary<string, string>? Instances { get; private set; }

    /// <summary>The PACS does not list instances.</summary>
    public bool CannotList { get; set; }

    /// <summary>Neither count nor list, but the sender said that it sent all, and as much came.</summary>
    public bool SenderAgrees { get; set; }

    /// <summary>Instances to expect; null when the PACS tells neither number nor list.</summary>
    public int? Expected => Instances?.Count ?? Series.InstanceCount;

    /// <summary>The PACS counts anew; true when there is more than before.</summary>
    public bool Recount(PacsSeries now)
    {
        bool more = now.InstanceCount > Series.InstanceCount;
        Series = now;
        if (more)
        {
            Instances = null;
        }

        return more;
    }

    public void List(IReadOnlyDictionary<string, string> instances) => Instances = instances;

    /// <summary>Instances that the PACS lists and staging lacks; null without a list.</summary>
    public List<string>? Missing(StagedStudy staged)
    {
        if (Instances is null)
        {
            return null;
        }

        List<string> missing = [];
        foreach (KeyValuePair<string, string> pair in Instances)
        {
            if (!staged.Contains(pair.Key))
            {
                missing.Add(pair.Key);
            }
        }

        missing.Sort(StringComparer.Ordinal);
        return missing;
    }

    /// <summary>Everything that the PACS counts is in staging. More than it counts has to be looked at by UID first.</summary>
    public bool IsComplete(StagedStudy staged)
    {
        if (Instances is not null)
        {
            return Missing(staged)!.Count == 0;
        }

        int there = staged.CountOf(Uid);
        return Series.InstanceCount is int count
            ? there == count || (there > count && CannotList)
            : SenderAgrees && there > 0;
    }

    /// <summary>SOP classes of what is missing.</summary>
    public IReadOnlyCollection<string> ClassesOf(IEnumerable<string> instances)
    {
        HashSet<string> classes = new(StringComparer.Ordinal);
        foreach (string uid in instances)
        {
            if (Instances is not null && Instances.TryGetValue(uid, out string? sopClass) && sopClass.Length > 0)
            {
                classes.Add(sopClass);
            }
        }

        return classes;
    }

    public ReceivedSeries ToResult(StagedStudy staged) => new()
    {
        SeriesInstanceUid = Uid,
        SeriesNumber = Series.SeriesNumber,
        Modality = Series.Modality,
        Expected = Expected,
        Received = staged.CountOf(Uid),
        Missing = Missing(staged)?.ToArray() ?? [],
        Path = staged.SeriesPath(Uid),
    };
}
