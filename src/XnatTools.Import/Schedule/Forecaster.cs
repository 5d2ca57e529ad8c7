using System;
using System.Collections.Generic;

namespace XnatTools.Import.Schedule;

/// <summary>
/// Says when an import ends. Once some studies have come through, their own rate counts (time outside the windows left out, pauses
/// and faults left in); before that the profile's, or a guess, with a range that says so.
/// </summary>
public static class Forecaster
{
    /// <summary>Studies from which on the measured rate is used.</summary>
    public const int EnoughDone = 5;

    private const int MostOpenings = 4000;
    private static readonly TimeSpan s_guessPerStudy = TimeSpan.FromSeconds(60);

    /// <summary>Makes the forecast.</summary>
    public static ImportForecast Make(ForecastInput input)
    {
        if (input is null)
        {
            throw new ArgumentNullException(nameof(input));
        }

        if (input.Remaining == 0)
        {
            return new ImportForecast { Made = input.Now, Basis = "Measured", End = input.Now, Earliest = input.Now, Latest = input.Now };
        }

        (double day, double night, double error, string basis) = Rates(input);
        double work = input.Remaining * (1 + Again(input));
        (DateTimeOffset? end, int nights, double open) = Walk(input, work, day, night);
        (DateTimeOffset? earliest, _, _) = Walk(input, work, day / (1 + error), night / (1 + error));
        (DateTimeOffset? latest, int mostNights, _) = Walk(input, work, day * (1 + error), night * (1 + error));
        ForecastPoint point = ForecastPoint.Of(input, end + input.Tail, earliest + TimeSpan.FromTicks(input.Tail.Ticks / 2), latest + input.Tail + input.Tail);
        return new ImportForecast
        {
            Made = input.Now,
            Remaining = input.Remaining,
            Basis = basis,
            StudiesPerHour = open > 0 ? input.Remaining / open * 3600 : null,
            OpenHours = end is null ? null : open / 3600,
            End = point.End,
            Earliest = point.Earliest,
            Latest = point.Latest,
            EndIfFaster = point.IfFaster,
            EndIfSlower = point.IfSlower,
            Nights = nights,
            MostNights = latest is null ? null : mostNights,
        };
    }

    /// <summary>Time in which the schedule was open between two moments.</summary>
    public static TimeSpan OpenTime(IImportSchedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        return from < to ? TimeSpan.FromSeconds(new OpenHours(schedule, from).Until(to)) : TimeSpan.Zero;
    }

    /// <summary>
    /// The part of the studies that will have to be fetched twice. They come at the end of an import, so that its beginning shows few of them: what was
    /// seen counts together with two of forty.
    /// </summary>
    private static double Again(ForecastInput input) => input.Done.Count < EnoughDone ? 0 : (input.Again + 2.0) / (input.Done.Count + 40);

    /// <summary>Seconds a study by day and by night, the relative error, and where they come from.</summary>
    private static (double Day, double Night, double Error, string Basis) Rates(ForecastInput input)
    {
        if (input.Done.Count < EnoughDone || input.Began is null)
        {
            bool told = input.ProfilePerStudy is not null;
            double each = (input.ProfilePerStudy ?? s_guessPerStudy).TotalSeconds / Math.Max(1, input.Workers);
            return (each, each, told ? 0.5 : 1.0, told ? "Profile" : "Default");
        }

        int[] order = new int[input.Done.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => input.Done[a].CompareTo(input.Done[b]));
        List<DateTimeOffset> done = new(order.Length);
        foreach (int i in order)
        {
            done.Add(input.Done[i]);
        }

        double[] open = OpenHours.Of(input.Schedule, done);
        bool sized = input.DoneImages?.Count == order.Length && input.RemainingImages > 0;
        double? next = sized ? (double)input.RemainingImages!.Value / input.Remaining : null;
        double overall = Pace(null) ?? Whole(input, done.Count);
        return (
            input.Night is null ? overall : Pace(false) ?? overall,
            input.Night is null ? overall : Pace(true) ?? overall,
            Spread(done, open),
            "Measured");

        double? Pace(bool? atNight)
        {
            ForecastRate? rate = ForecastRate.Of(Steps(input, done, open, sized ? order : null, atNight), sized);
            return rate?.Count >= EnoughDone - 1 ? rate.Each(next) : null;
        }
    }

    /// <summary>
    /// Times between studies, of all or of those that ended by night or by day. From the first to the last end rather than from the
    /// first post to now: the way through the queue comes once, not with every study.
    /// </summary>
    private static List<ForecastRate.Step> Steps(ForecastInput input, List<DateTimeOffset> done, double[] open, int[]? order, bool? atNight)
    {
        List<ForecastRate.Step> steps = [];
        double images = 0;
        int count = 0;
        int last = 0;
        double seconds = 0;
        for (int i = 1; i < done.Count; i++)
        {
            count++;
            images += order is null ? 0 : input.DoneImages![order[i]];
            if (i + 1 < done.Count && done[i + 1] == done[i])
            {
                continue;
            }

            if (atNight is null || input.Night!.IsOpen(done[i]) == atNight)
            {
                steps.Add(new ForecastRate.Step(count, images, open[i] - open[last]));
                seconds += open[i] - open[last];
            }

            last = i;
            count = 0;
            images = 0;
        }

        int studies = 0;
        double all = 0;
        foreach (ForecastRate.Step step in steps)
        {
            studies += step.Count;
            all += step.Images;
        }

        if (studies > 0 && (atNight is null || atNight == input.Night!.IsOpen(input.Now)))
        {
            // A standstill since the last one counts when it is longer than a study takes.
            double since = OpenTime(input.Schedule, done[done.Count - 1], input.Now).TotalSeconds;
            if (since > 3 * seconds / studies)
            {
                steps.Add(new ForecastRate.Step(1, all / studies, since));
            }
        }

        return steps;
    }

    /// <summary>When all ended at one look: from the first post to now.</summary>
    private static double Whole(ForecastInput input, int count) =>
        Math.Max(0.001, OpenTime(input.Schedule, input.Began!.Value, input.Now).TotalSeconds / count);

    /// <summary>Relative error of the rate: from how much blocks of studies differ, never below an eighth.</summary>
    private static double Spread(List<DateTimeOffset> done, double[] open)
    {
        int blocks = Math.Min(10, done.Count / 4);
        if (blocks < 3)
        {
            return 0.5;
        }

        double[] each = new double[blocks];
        double mean = 0;
        for (int b = 0; b < blocks; b++)
        {
            int from = b * (done.Count - 1) / blocks;
            int to = (b + 1) * (done.Count - 1) / blocks;
            each[b] = (open[to] - open[from]) / Math.Max(1, to - from);
            mean += each[b] / blocks;
        }

        double variance = 0;
        foreach (double one in each)
        {
            variance += (one - mean) * (one - mean) / (blocks - 1);
        }

        double error = mean > 0 ? 2 * Math.Sqrt(variance / blocks) / mean : 0.5;
        return Math.Min(1, Math.Max(0.125, error));
    }

    /// <summary>Goes through the windows until the work is done.</summary>
    private static (DateTimeOffset? End, int Openings, double OpenSeconds) Walk(ForecastInput input, double work, double day, double night)
    {
        double left = work;
        double open = 0;
        int openings = 0;
        DateTimeOffset at = input.Now;
        DateTimeOffset? lastClosing = null;
        for (int i = 0; i < MostOpenings; i++)
        {
            if (input.Schedule.NextOpening(at) is not DateTimeOffset opening)
            {
                return (null, openings, open);
            }

            if (lastClosing is null || opening > lastClosing)
            {
                openings++;
            }

            DateTimeOffset? closing = input.Schedule.NextClosing(opening);
            double each = day;
            DateTimeOffset? change = null;
            if (input.Night is not null)
            {
                bool dark = input.Night.IsOpen(opening);
                each = dark ? night : day;
                change = dark ? input.Night.NextClosing(opening) : input.Night.NextOpening(opening);
            }

            DateTimeOffset? until = change < closing || closing is null ? change : closing;
            double need = left * each;
            if (until is null || (until.Value - opening).TotalSeconds >= need)
            {
                return (Add(opening, need), openings, open + need);
            }

            double stretch = (until.Value - opening).TotalSeconds;
            left -= stretch / each;
            open += stretch;
            at = until.Value;
            lastClosing = until;
        }

        return (null, openings, open);
    }

    private static DateTimeOffset? Add(DateTimeOffset at, double seconds) => seconds < 1e9 ? at.AddSeconds(seconds) : null;
}
