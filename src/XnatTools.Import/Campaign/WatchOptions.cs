using System;

namespace XnatTools.Import.Campaign;

/// <summary>How an import is followed.</summary>
public sealed class WatchOptions
{
    /// <summary>Time between two looks. The server's own engine ticks once a minute; below 15 s is impolite to a hospital's server.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(60);

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
