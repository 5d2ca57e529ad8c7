using System;
using System.Collections.Generic;

namespace XnatTools.Import.Schedule;

/// <summary>Open while all of several schedules are: the campaign's own windows and those of the PACS, say.</summary>
public sealed class CommonSchedule : IImportSchedule
{
    private readonly IImportSchedule[] _schedules;

    public CommonSchedule(IEnumerable<IImportSchedule> schedules) => _schedules = [.. schedules ?? throw new ArgumentNullException(nameof(schedules))];

    /// <inheritdoc/>
    public bool IsOpen(DateTimeOffset at) => Array.TrueForAll(_schedules, s => s.IsOpen(at));

    /// <inheritdoc/>
    public DateTimeOffset? NextOpening(DateTimeOffset after)
    {
        DateTimeOffset moment = after;
        while (moment - after <= WallClock.Horizon)
        {
            DateTimeOffset latest = moment;
            foreach (IImportSchedule schedule in _schedules)
            {
                if (schedule.NextOpening(latest) is not DateTimeOffset next)
                {
                    return null;
                }

                latest = next;
            }

            if (IsOpen(latest))
            {
                return latest;
            }

            moment = latest;
        }

        return null;
    }

    /// <inheritdoc/>
    public DateTimeOffset? NextClosing(DateTimeOffset after)
    {
        DateTimeOffset? first = null;
        foreach (IImportSchedule schedule in _schedules)
        {
            if (schedule.NextClosing(after) is DateTimeOffset next && (first is null || next < first))
            {
                first = next;
            }
        }

        return first;
    }
}
