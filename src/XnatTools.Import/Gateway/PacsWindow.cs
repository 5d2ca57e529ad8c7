using System;

namespace XnatTools.Import.Gateway;

/// <summary>A weekly window in which XNAT retrieves from a PACS, in the server's local time.</summary>
public sealed class PacsWindow
{
    public DayOfWeek Day { get; init; }

    /// <summary>Time of day at which it opens.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>Time of day at which it shuts; 24 hours for the end of the day.</summary>
    public TimeSpan End { get; init; }

    /// <summary>Workers at a time; 0 is a blackout.</summary>
    public int Threads { get; init; }

    /// <summary>True for a window that the server reads the wrong way round: open by day, shut by night.</summary>
    public bool CrossesMidnight => End < Start && End > TimeSpan.Zero;

    /// <summary>Whether the server retrieves at that time of that day.</summary>
    public bool IsOpen(DayOfWeek day, TimeSpan time)
    {
        if (day != Day || Threads == 0)
        {
            return false;
        }

        TimeSpan end = End == TimeSpan.Zero ? TimeSpan.FromHours(24) : End;
        return end < Start ? time >= end && time < Start : time >= Start && time < end;
    }
}
