using System;
using System.Collections.Generic;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Schedule;

/// <summary>
/// When the server itself retrieves from a PACS, by its availability windows as it evaluates them: only those of the weekday, and
/// one that crosses midnight the wrong way round (open by day, shut by night).
/// </summary>
public sealed class PacsSchedule : IImportSchedule
{
    private readonly PacsWindow[] _windows;
    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan[] _edges;

    /// <param name="windows">The windows of the PACS. None: the server never retrieves.</param>
    /// <param name="zone">The server's time zone; its windows are its local time.</param>
    public PacsSchedule(IEnumerable<PacsWindow> windows, TimeZoneInfo zone)
    {
        _windows = [.. windows ?? throw new ArgumentNullException(nameof(windows))];
        _zone = zone ?? throw new ArgumentNullException(nameof(zone));
        SortedSet<TimeSpan> edges = [TimeSpan.Zero];
        TimeSpan day = TimeSpan.FromHours(24);
        foreach (PacsWindow window in _windows)
        {
            edges.Add(window.Start >= day ? TimeSpan.Zero : window.Start);
            edges.Add(window.End >= day ? TimeSpan.Zero : window.End);
        }

        _edges = [.. edges];
    }

    /// <summary>The windows the server reads the wrong way round.</summary>
    public IEnumerable<PacsWindow> Inverted => Array.FindAll(_windows, w => w.CrossesMidnight && w.Threads > 0);

    /// <inheritdoc/>
    public bool IsOpen(DateTimeOffset at)
    {
        DateTime wall = TimeZoneInfo.ConvertTime(at, _zone).DateTime;
        foreach (PacsWindow window in _windows)
        {
            if (window.IsOpen(wall.DayOfWeek, wall.TimeOfDay))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Workers of the server at that moment; 0 outside every window.</summary>
    public int ThreadsAt(DateTimeOffset at)
    {
        DateTime wall = TimeZoneInfo.ConvertTime(at, _zone).DateTime;
        int threads = 0;
        foreach (PacsWindow window in _windows)
        {
            if (window.IsOpen(wall.DayOfWeek, wall.TimeOfDay))
            {
                threads = Math.Max(threads, window.Threads);
            }
        }

        return threads;
    }

    /// <inheritdoc/>
    public DateTimeOffset? NextOpening(DateTimeOffset after) => WallClock.Find(after, _zone, _edges, IsOpen, wanted: true);

    /// <inheritdoc/>
    public DateTimeOffset? NextClosing(DateTimeOffset after) => WallClock.Find(after, _zone, _edges, IsOpen, wanted: false);
}
