using System;
using System.Collections.Generic;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>
/// How many studies and images may be in flight: what was set for the time of day, less when the PACS refuses. As senders share a
/// line: a refusal takes a quarter off what was in flight, a row of good studies adds one. Each increase that ends in a refusal
/// makes the next one rarer, so the load settles below what is borne.
/// </summary>
internal sealed class CampaignPace
{
    private const int GoodBeforeMore = 30;
    private const int MostBeforeMore = 2000;

    private readonly CampaignOptions _options;
    private int _good;
    private int _needed = GoodBeforeMore;
    private bool _raised;
    private bool _refuses;

    public CampaignPace(CampaignOptions options) => _options = options;

    /// <summary>Goes on with what an earlier process learned.</summary>
    public CampaignPace(CampaignOptions options, LedgerPace? known)
        : this(options)
    {
        if (known is not null && !options.ForgetPace)
        {
            Learned = Math.Max(1, known.Bound);
            _needed = Math.Min(MostBeforeMore, Math.Max(GoodBeforeMore, known.Needed));
            _raised = known.Raised;
        }
    }

    /// <summary>The bound learned from refusals; null while there was none.</summary>
    public int? Learned { get; private set; }

    /// <summary>Studies that may be in flight now.</summary>
    public int Studies(DateTimeOffset now)
    {
        int set = Set(now);
        return Math.Max(1, Learned is int learned && learned < set ? learned : set);
    }

    /// <summary>Images that may be in flight now.</summary>
    public int Images(DateTimeOffset now) => IsNight(now) ? _options.MaxImagesInFlightAtNight : _options.MaxImagesInFlight;

    /// <summary>What was learned, for the ledger; null while there was no refusal.</summary>
    public LedgerPace? Known => Learned is int bound ? new LedgerPace(bound, _needed, _raised) : null;

    /// <summary>A study came through. True when the bound went up.</summary>
    public bool Good(DateTimeOffset now)
    {
        _refuses = false;
        if (Learned is not int learned || learned >= Set(now) || ++_good < _needed)
        {
            return false;
        }

        _good = 0;
        _raised = true;
        Learned = learned + 1;
        return true;
    }

    /// <summary>The PACS answers.</summary>
    public void Answered() => _refuses = false;

    /// <summary>
    /// The PACS refuses. All that is refused until it answers again is one refusal. The bound never falls below a request of the
    /// least size, which the server works through one by one.
    /// </summary>
    /// <param name="inFlight">Records in the server's queue.</param>
    /// <param name="now">The time.</param>
    /// <returns>True when the bound went down.</returns>
    public bool Refused(int inFlight, DateTimeOffset now)
    {
        _good = 0;
        int bound = Math.Max(_options.RequestSize, Math.Min(inFlight, Studies(now)) * 3 / 4);
        if (_refuses || bound >= Studies(now))
        {
            _refuses = true;
            return false;
        }

        _refuses = true;
        _needed = _raised ? Math.Min(_needed * 2, MostBeforeMore) : _needed;
        _raised = false;
        Learned = bound;
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

    private int Set(DateTimeOffset now) => IsNight(now) ? _options.MaxStudiesInFlightAtNight : _options.MaxStudiesInFlight;

    private bool IsNight(DateTimeOffset now) => _options.Night?.IsOpen(now) ?? false;
}
