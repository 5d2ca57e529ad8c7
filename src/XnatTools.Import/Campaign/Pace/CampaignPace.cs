using System;
using System.Collections.Generic;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>
/// How many studies and images may be in flight: what was set for the time of day, less when the PACS refuses. A refusal puts the
/// bound below the load at which it came; the bound rises again by one after a long row of good studies.
/// </summary>
internal sealed class CampaignPace
{
    private const int GoodBeforeMore = 30;

    private readonly CampaignOptions _options;
    private int _good;
    private int _needed = GoodBeforeMore;

    public CampaignPace(CampaignOptions options) => _options = options;

    /// <summary>The bound learned from refusals; null while there was none.</summary>
    public int? Learned { get; private set; }

    /// <summary>Studies that may be in flight now.</summary>
    public int Studies(DateTimeOffset now)
    {
        int set = IsNight(now) ? _options.MaxStudiesInFlightAtNight : _options.MaxStudiesInFlight;
        return Math.Max(1, Learned is int learned && learned < set ? learned : set);
    }

    /// <summary>Images that may be in flight now.</summary>
    public int Images(DateTimeOffset now) => IsNight(now) ? _options.MaxImagesInFlightAtNight : _options.MaxImagesInFlight;

    /// <summary>A study came through.</summary>
    public void Good()
    {
        if (Learned is int learned && ++_good >= _needed)
        {
            _good = 0;
            Learned = learned + 1;
        }
    }

    /// <summary>Some study was refused for the first time while so many were in flight. True when the bound went down.</summary>
    public bool Refused(int inFlight, DateTimeOffset now)
    {
        // Each attempt at more that ends in refusal makes the next attempt rarer: the load settles below what is borne.
        bool again = Learned is not null;
        _good = 0;
        int bound = Math.Max(1, Math.Min(inFlight - 1, Studies(now) - 1));
        if (bound >= Studies(now))
        {
            return false;
        }

        Learned = bound;
        _needed = again ? Math.Min(_needed * 2, 2000) : _needed;
        return true;
    }

    /// <summary>Images of a study by its counts; a guess where the PACS does not tell.</summary>
    public static int ImagesOf(LedgerStudy study)
    {
        const int Guess = 300;
        if (study.MissingSeries.Count == 0 || study.Expected.Series is null)
        {
            return study.Expected.Instances ?? Guess;
        }

        HashSet<string> wanted = new(study.MissingSeries, StringComparer.Ordinal);
        int total = 0;
        foreach (Count.SeriesCount series in study.Expected.Series)
        {
            total += wanted.Contains(series.SeriesInstanceUid) ? series.Instances ?? 50 : 0;
        }

        return total;
    }

    private bool IsNight(DateTimeOffset now) => _options.Night?.IsOpen(now) ?? false;
}
