using System;
using System.Collections.Generic;
using XnatTools.Import.Ledger;
using XnatTools.Import.Schedule;

namespace XnatTools.Import.Campaign;

/// <summary>Counts how far a campaign has come, and says how long the rest takes.</summary>
internal sealed class CampaignMeter
{
    private readonly CampaignOptions _options;
    private readonly IReadOnlyList<StudyMemory> _studies;
    private DateTimeOffset _forecastAt = DateTimeOffset.MinValue;
    private ImportForecast? _forecast;

    public CampaignMeter(CampaignOptions options, IReadOnlyList<StudyMemory> studies)
    {
        _options = options;
        _studies = studies;
    }

    public CampaignProgress Read(string activity, DateTimeOffset now)
    {
        int done = 0;
        int inFlight = 0;
        int arriving = 0;
        int failed = 0;
        foreach (StudyMemory memory in _studies)
        {
            LedgerStudy study = memory.Study;
            done += study.IsFinal ? 1 : 0;
            failed += study.IsFinal && study.Outcome is not (ImportOutcome.Archived or ImportOutcome.InPrearchive or ImportOutcome.AlreadyPresent or ImportOutcome.Duplicate or ImportOutcome.Excluded) ? 1 : 0;
            inFlight += !study.IsFinal && study.InFlight ? 1 : 0;
            arriving += !study.IsFinal && study.State is ImportState.Arriving or ImportState.InPrearchive or ImportState.Archiving && !study.IsFinal ? 1 : 0;
        }

        if (now - _forecastAt >= TimeSpan.FromSeconds(30))
        {
            _forecastAt = now;
            _forecast = Forecast(now);
        }

        return new CampaignProgress(activity, done, inFlight, arriving, failed, _studies.Count, _forecast?.StudiesPerHour, _forecast?.End - now);
    }

    private ImportForecast Forecast(DateTimeOffset now)
    {
        List<DateTimeOffset> left = [];
        DateTimeOffset? began = null;
        int remaining = 0;
        foreach (StudyMemory memory in _studies)
        {
            LedgerStudy study = memory.Study;
            if (study.Posted is DateTimeOffset posted && (began is null || posted < began))
            {
                began = posted;
            }

            if (study.LeftQueue is DateTimeOffset time)
            {
                left.Add(time);
            }
            else if (!study.IsFinal)
            {
                remaining++;
            }
        }

        return Forecaster.Make(new ForecastInput { Remaining = remaining, Done = left, Began = began, Schedule = _options.Schedule, Night = _options.Night, Now = now });
    }
}
