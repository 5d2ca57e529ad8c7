using System;
using System.Collections.Generic;
using XnatTools.Import.Ledger;
using XnatTools.Import.Report;

namespace XnatTools.Import.Campaign;

/// <summary>Counts how far a campaign has come, and says how long the rest takes.</summary>
internal sealed class CampaignMeter
{
    private readonly CampaignOptions _options;
    private readonly LedgerFile _ledger;
    private readonly IReadOnlyList<StudyMemory> _studies;
    private DateTimeOffset _forecastAt = DateTimeOffset.MinValue;
    private ImportForecast? _forecast;

    public CampaignMeter(CampaignOptions options, LedgerFile ledger, IReadOnlyList<StudyMemory> studies)
    {
        _ledger = ledger;
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
            _forecast = ImportSummary.Forecast(_ledger.State, now, _options.Schedule, _options.Night);
        }

        return new CampaignProgress(activity, done, inFlight, arriving, failed, _studies.Count, _forecast?.StudiesPerHour, _forecast?.End - now);
    }
}
