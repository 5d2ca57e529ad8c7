using System;

namespace XnatTools.Import.Campaign;

/// <summary>A study that is being followed: its item so far, and what the last looks showed.</summary>
internal sealed class WatchState
{
    public WatchState(ImportItem item) => Item = item;

    public ImportItem Item { get; private set; }

    public string Uid => Item.StudyInstanceUid ?? "";

    /// <summary>What was counted last, to see whether it still grows.</summary>
    public int LastFiles { get; private set; } = -1;

    public int LastScans { get; private set; } = -1;

    /// <summary>Since when nothing has changed.</summary>
    public DateTimeOffset StillSince { get; private set; }

    /// <summary>Since when it is nowhere to be seen; null while it is somewhere.</summary>
    public DateTimeOffset? GoneSince { get; set; }

    public bool IsFinal { get; private set; }

    /// <summary>Instances to expect, when the PACS said so for every series wanted.</summary>
    public int? InstancesAsked
    {
        get
        {
            PacsStudy? study = Item.Study;
            if (study?.Series is null)
            {
                return study?.SeriesInstanceUid.Length == 0 ? study.InstanceCount : null;
            }

            int total = 0;
            foreach (PacsSeries series in study.Series)
            {
                if (study.SeriesInstanceUid.Length > 0 && Array.IndexOf(study.SeriesInstanceUid, series.SeriesInstanceUid) < 0)
                {
                    continue;
                }

                if (series.InstanceCount is not int count)
                {
                    return null;
                }

                total += count;
            }

            return total;
        }
    }

    /// <summary>Notes a count; true when it is the same as the last one.</summary>
    public bool Count(int scans, int files, DateTimeOffset now)
    {
        bool same = scans == LastScans && files == LastFiles;
        if (!same)
        {
            StillSince = now;
        }

        LastScans = scans;
        LastFiles = files;
        return same;
    }

    /// <summary>A look that showed it on its way: what was counted before no longer holds.</summary>
    public void Moved(ImportItem item)
    {
        Item = item;
        LastFiles = -1;
        LastScans = -1;
        GoneSince = null;
    }

    public void Update(ImportItem item) => Item = item;

    public void Finish(ImportItem item)
    {
        Item = item;
        IsFinal = true;
    }
}
