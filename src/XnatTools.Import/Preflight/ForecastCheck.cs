using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;
using XnatTools.Import.Schedule;

namespace XnatTools.Import.Preflight;

/// <summary>Says before the first post how long it will take, from the profile's rate or a guess.</summary>
internal static class ForecastCheck
{
    public static ImportForecast? Run(IReadOnlyList<PacsStudy> studies, IReadOnlyList<PacsWindow>? windows, DateTimeOffset now, ImportOptions options, List<PreflightFinding> findings)
    {
        if (studies.Count == 0)
        {
            return null;
        }

        IImportSchedule own = options.Schedule ?? ImportSchedule.Always;
        int workers = 1;
        if (windows is not null)
        {
            PacsSchedule server = new(windows, options.ServerZone ?? options.Time.LocalTimeZone);
            own = new CommonSchedule([own, server]);
            workers = own.NextOpening(now) is DateTimeOffset opening ? Math.Max(1, server.ThreadsAt(opening)) : 1;
        }

        ImportForecast forecast = Forecaster.Make(new ForecastInput
        {
            Remaining = studies.Count,
            Schedule = own,
            Night = options.Night,
            ProfilePerStudy = options.PerStudy,
            Workers = workers,
            Now = now,
        });
        findings.Add(new PreflightFinding { Check = "Forecast", Code = "Forecast", Severity = FindingSeverity.Information, Message = Text(forecast, options.Time.LocalTimeZone) });
        return forecast;
    }

    private static string Text(ImportForecast forecast, TimeZoneInfo zone)
    {
        if (forecast.End is not DateTimeOffset end)
        {
            return $"{forecast.Remaining} studies; the schedule does not open, so there is no end.";
        }

        string basis = forecast.Basis == "Profile" ? "by the rate in the profile" : "by a guess of one study a minute and worker, until some are measured";
        string openings = forecast.Nights <= 1 && forecast.MostNights is null or <= 1 ? ""
            : forecast.MostNights > forecast.Nights ? $", over {forecast.Nights} to {forecast.MostNights} openings of the schedule"
            : $", over {forecast.Nights} openings of the schedule";
        string about = forecast.EndIfSlower is null ? Local(end, zone) : $"{Local(forecast.EndIfFaster, zone)} or, if not before the schedule shuts, {Local(forecast.EndIfSlower, zone)}";
        return $"{forecast.Remaining} studies: done about {about} (between {Local(forecast.Earliest, zone)} and {Local(forecast.Latest, zone)}){openings}, {basis}.";
    }

    private static string Local(DateTimeOffset? time, TimeZoneInfo zone) =>
        time is DateTimeOffset known ? TimeZoneInfo.ConvertTime(known, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "nobody knows when";
}
