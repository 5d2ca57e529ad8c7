using System;

namespace XnatTools.Client;

/// <summary>When XNAT may retrieve from a PACS: one interval of one weekday, in the server's local time.</summary>
public sealed class PacsAvailability
{
    public long Id { get; init; }

    public DayOfWeek Day { get; init; }

    /// <summary>Since midnight.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>Since midnight; 24 hours at the end of the day.</summary>
    public TimeSpan End { get; init; }

    /// <summary>Studies at one time; 0 forbids.</summary>
    public int Threads { get; init; }

    /// <summary>Share of the time that may be spent retrieving; 0 forbids.</summary>
    public int UtilizationPercent { get; init; }

    /// <summary>True when something may be retrieved in it.</summary>
    public bool IsOpen => Threads > 0 && UtilizationPercent > 0;

    /// <summary>True when it ends before it begins: the plugin evaluates such an interval the wrong way round.</summary>
    public bool CrossesMidnight => End < Start;

    /// <inheritdoc/>
    public override string ToString() => $"{Day} {Start:hh\\:mm}, {Threads} threads, {UtilizationPercent} %";
}
