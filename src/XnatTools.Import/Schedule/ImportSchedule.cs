using System;
using System.Collections.Generic;

namespace XnatTools.Import.Schedule;

/// <summary>Open while any of its windows is, by the clock on the wall of a time zone. Without windows it is always open.</summary>
public sealed class ImportSchedule : IImportSchedule
{
    private readonly ImportWindow[] _windows;
    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan[] _edges;

    /// <param name="windows">Windows, in any order; they may overlap. None: always open.</param>
    /// <param name="zone">Whose clock the windows mean.</param>
    public ImportSchedule(IEnumerable<ImportWindow> windows, TimeZoneInfo zone)
    {
        _windows = [.. windows ?? throw new ArgumentNullException(nameof(windows))];
        _zone = zone ?? throw new ArgumentNullException(nameof(zone));
        SortedSet<TimeSpan> edges = [TimeSpan.Zero];
        foreach (ImportWindow window in _windows)
        {
            edges.Add(window.Start);
            edges.Add(window.End == TimeSpan.FromHours(24) ? TimeSpan.Zero : window.End);
        }

        _edges = [.. edges];
    }

    /// <summary>Never shut.</summary>
    public static ImportSchedule Always { get; } = new([], TimeZoneInfo.Utc);

    /// <summary>The windows.</summary>
    public IReadOnlyList<ImportWindow> Windows => _windows;

    /// <summary>Whose clock the windows mean.</summary>
    public TimeZoneInfo Zone => _zone;

    /// <summary>What counts as night where nothing else is said: 19:00-07:00, Saturday and Sunday.</summary>
    public static ImportSchedule Night(TimeZoneInfo zone) => new([ImportWindow.Parse("19:00-07:00"), ImportWindow.Weekend], zone);

    /// <summary>A schedule of texts as <see cref="ImportWindow.Parse"/> reads them, with Saturday and Sunday on top if wished.</summary>
    public static ImportSchedule Parse(IEnumerable<string>? windows, bool weekend, TimeZoneInfo zone)
    {
        List<ImportWindow> parsed = [];
        foreach (string window in windows ?? [])
        {
            parsed.Add(ImportWindow.Parse(window));
        }

        if (weekend)
        {
            parsed.Add(ImportWindow.Weekend);
        }

        return new ImportSchedule(parsed, zone);
    }

    /// <inheritdoc/>
    public bool IsOpen(DateTimeOffset at)
    {
        if (_windows.Length == 0)
        {
            return true;
        }

        DateTime wall = TimeZoneInfo.ConvertTime(at, _zone).DateTime;
        foreach (ImportWindow window in _windows)
        {
            if (window.Contains(wall.DayOfWeek, wall.TimeOfDay))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public DateTimeOffset? NextOpening(DateTimeOffset after) => WallClock.Find(after, _zone, _edges, IsOpen, wanted: true);

    /// <inheritdoc/>
    public DateTimeOffset? NextClosing(DateTimeOffset after) => _windows.Length == 0 ? null : WallClock.Find(after, _zone, _edges, IsOpen, wanted: false);

    /// <summary>The windows as texts, or 'always'.</summary>
    public override string ToString() => _windows.Length == 0 ? "always" : string.Join(", ", Array.ConvertAll(_windows, w => w.ToString()));
}
