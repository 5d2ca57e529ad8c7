using System;

namespace XnatTools.Import.Campaign;

/// <summary>How an import is followed.</summary>
public sealed class WatchOptions
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(15);

    /// <summary>Time between two looks, reached after the first few. The server's own engine ticks once a minute; below 15 s is impolite to a hospital's server.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The pause before look <paramref name="number"/> (from 1): the first looks come sooner, 15, 30, 45 seconds apart, so that a
    /// few studies need not wait for the rhythm of a night's thousand.
    /// </summary>
    internal TimeSpan PauseBefore(int number)
    {
        TimeSpan early = TimeSpan.FromTicks(s_first.Ticks * Math.Min(number, 60));
        return early < PollInterval ? early : PollInterval;
    }

    /// <summary>When to stop looking; null: when everything is settled.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How long less than was asked for is given before it counts as incomplete: late images put a session back to receiving, and
    /// XNAT builds a session after five idle minutes.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(7);

    /// <summary>The clock; replaced in tests.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
