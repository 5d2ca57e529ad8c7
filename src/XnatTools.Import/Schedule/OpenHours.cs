using System;
using System.Collections.Generic;

namespace XnatTools.Import.Schedule;

/// <summary>Counts the time in which a schedule is open, from one moment on; its windows are looked up once, not for each question.</summary>
internal sealed class OpenHours
{
    private readonly IImportSchedule _schedule;
    private DateTimeOffset _opening;
    private DateTimeOffset? _closing;
    private double _before;

    public OpenHours(IImportSchedule schedule, DateTimeOffset from)
    {
        _schedule = schedule;
        _closing = from;
        _opening = from;
        Next();
    }

    /// <summary>Open seconds until a moment, which is not before the one asked for last.</summary>
    public double Until(DateTimeOffset at)
    {
        while (_closing is DateTimeOffset closing && at > closing)
        {
            _before += Math.Max(0, (closing - _opening).TotalSeconds);
            Next();
        }

        return _before + Math.Max(0, (at - _opening).TotalSeconds);
    }

    /// <summary>Open seconds until each of some moments in ascending order.</summary>
    public static double[] Of(IImportSchedule schedule, List<DateTimeOffset> ascending)
    {
        double[] open = new double[ascending.Count];
        OpenHours hours = new(schedule, ascending[0]);
        for (int i = 0; i < open.Length; i++)
        {
            open[i] = hours.Until(ascending[i]);
        }

        return open;
    }

    private void Next()
    {
        if (_closing is DateTimeOffset at && _schedule.NextOpening(at) is DateTimeOffset opening)
        {
            _opening = opening;
            _closing = _schedule.NextClosing(opening);
        }
        else
        {
            _opening = DateTimeOffset.MaxValue;
            _closing = null;
        }
    }
}
