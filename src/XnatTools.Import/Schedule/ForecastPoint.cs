using System;

namespace XnatTools.Import.Schedule;

/// <summary>
/// The one moment that is told as the end, out of a range. Where the schedule shuts within the range, some minutes of work decide between
/// one evening and the next: then both ends are told, and the one moment is a bet on the likelier, unless there is a moment between them that
/// cannot be far off either way.
/// </summary>
internal sealed class ForecastPoint
{
    /// <summary>What may be off, of the time from the start to the end, before another moment is looked for.</summary>
    private const double FarOff = 0.2;

    public DateTimeOffset? End { get; private init; }

    public DateTimeOffset? Earliest { get; private init; }

    public DateTimeOffset? Latest { get; private init; }

    /// <summary>The end when it is done before the schedule shuts; null when it does not shut within the range.</summary>
    public DateTimeOffset? IfFaster { get; private init; }

    /// <summary>The end when it is not; null like the other.</summary>
    public DateTimeOffset? IfSlower { get; private init; }

    /// <param name="input">Schedule and start.</param>
    /// <param name="likely">The end by the measured rate.</param>
    /// <param name="earliest">Not before.</param>
    /// <param name="latest">Hardly later.</param>
    public static ForecastPoint Of(ForecastInput input, DateTimeOffset? likely, DateTimeOffset? earliest, DateTimeOffset? latest)
    {
        if (likely is not DateTimeOffset end || earliest is not DateTimeOffset first || latest is not DateTimeOffset last
            || Shut(input.Schedule, end, first, last) is not (DateTimeOffset closing, DateTimeOffset opening))
        {
            return new ForecastPoint { End = likely, Earliest = earliest, Latest = latest };
        }

        DateTimeOffset start = input.Started ?? input.Began ?? input.Now;
        double least = (first - start).TotalSeconds;
        double most = (last - start).TotalSeconds;
        DateTimeOffset between = start.AddSeconds(2 * least * most / (least + most));
        bool moves = Off(end) > FarOff && Off(between) <= FarOff;
        return new ForecastPoint
        {
            End = moves ? between : end,
            Earliest = earliest,
            Latest = latest,
            IfFaster = end < opening ? Least(end, closing + input.Tail) : Middle(first, closing),
            IfSlower = end < opening ? Middle(opening, last) : end,
        };

        double Off(DateTimeOffset point)
        {
            double seconds = (point - start).TotalSeconds;
            return least <= 0 ? double.PositiveInfinity : Math.Max((seconds - least) / least, (most - seconds) / most);
        }
    }

    /// <summary>The shut time within the range that is nearest to the end; null when there is none. What was posted drains, so an end may lie in it.</summary>
    private static (DateTimeOffset Closing, DateTimeOffset Opening)? Shut(IImportSchedule schedule, DateTimeOffset end, DateTimeOffset first, DateTimeOffset last)
    {
        (DateTimeOffset Closing, DateTimeOffset Opening)? found = null;
        DateTimeOffset at = first;
        while (schedule.NextClosing(at) is DateTimeOffset closing && closing < last && schedule.NextOpening(closing) is DateTimeOffset opening && opening < last)
        {
            if (found is null || Distance(closing, opening) <= Distance(found.Value.Closing, found.Value.Opening))
            {
                found = (closing, opening);
            }

            at = opening;
        }

        return found;

        TimeSpan Distance(DateTimeOffset closing, DateTimeOffset opening) => end < closing ? closing - end : end > opening ? end - opening : TimeSpan.Zero;
    }

    private static DateTimeOffset Least(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Middle(DateTimeOffset one, DateTimeOffset other) => one < other ? one + TimeSpan.FromTicks((other - one).Ticks / 2) : one;
}
