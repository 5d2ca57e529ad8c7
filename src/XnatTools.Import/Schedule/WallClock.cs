using System;
using System.Collections.Generic;

namespace XnatTools.Import.Schedule;

/// <summary>
/// Searches a week of wall-clock edges for the next change. It walks in stretches during which the zone's offset does not change,
/// so that an hour which the clocks skip or repeat needs no rule of its own: what counts is what the clock on the wall shows.
/// </summary>
internal static class WallClock
{
    /// <summary>A window of one weekday that falls into a skipped hour comes again after a week, so a fortnight is enough.</summary>
    internal static readonly TimeSpan Horizon = TimeSpan.FromDays(15);

    private static readonly TimeSpan s_step = TimeSpan.FromHours(1);

    /// <summary>The first moment from <paramref name="after"/> on at which <paramref name="isOpen"/> has the wanted value. The edges are the times of day at which something can change, ascending, from 0 to less than 24 hours.</summary>
    internal static DateTimeOffset? Find(DateTimeOffset after, TimeZoneInfo zone, IReadOnlyList<TimeSpan> edges, Func<DateTimeOffset, bool> isOpen, bool wanted)
    {
        if (isOpen(after) == wanted)
        {
            return after;
        }

        DateTimeOffset end = after.Add(Horizon);
        for (DateTimeOffset from = after; from < end; from = from.Add(s_step))
        {
            DateTimeOffset to = from.Add(s_step);
            DateTimeOffset? found;
            if (zone.GetUtcOffset(from) == zone.GetUtcOffset(to))
            {
                found = InStretch(from, to, zone, edges, isOpen, wanted);
            }
            else
            {
                DateTimeOffset change = ChangeOfOffset(from, to, zone);
                found = InStretch(from, change, zone, edges, isOpen, wanted)
                    ?? (isOpen(change) == wanted ? change : InStretch(change, to, zone, edges, isOpen, wanted));
            }

            if (found is DateTimeOffset moment)
            {
                // In the offset that holds at that moment, so that it prints as the clock on the wall shows it.
                return TimeZoneInfo.ConvertTime(moment, zone);
            }
        }

        return null;
    }

    /// <summary>Looks at the edges after <paramref name="from"/>, up to and with <paramref name="to"/>; the offset is the same throughout.</summary>
    private static DateTimeOffset? InStretch(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, IReadOnlyList<TimeSpan> edges, Func<DateTimeOffset, bool> isOpen, bool wanted)
    {
        TimeSpan offset = zone.GetUtcOffset(from);
        DateTime wall = from.UtcDateTime + offset;
        for (int day = 0; day < 2; day++)
        {
            foreach (TimeSpan edge in edges)
            {
                DateTimeOffset moment = new(wall.Date.AddDays(day).Add(edge).Ticks - offset.Ticks, TimeSpan.Zero);
                if (moment > from && moment <= to && isOpen(moment) == wanted)
                {
                    return moment;
                }
            }
        }

        return null;
    }

    /// <summary>When the clocks change between two moments, to the second.</summary>
    private static DateTimeOffset ChangeOfOffset(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        TimeSpan before = zone.GetUtcOffset(from);
        long low = from.UtcTicks / TimeSpan.TicksPerSecond;
        long high = (to.UtcTicks / TimeSpan.TicksPerSecond) + 1;
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (zone.GetUtcOffset(new DateTimeOffset(middle * TimeSpan.TicksPerSecond, TimeSpan.Zero)) == before)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return new DateTimeOffset(high * TimeSpan.TicksPerSecond, TimeSpan.Zero);
    }
}
