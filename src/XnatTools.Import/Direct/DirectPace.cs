using System;

namespace XnatTools.Import.Direct;

/// <summary>How patient the direct route is with a node, and by which clock.</summary>
public sealed class DirectPace
{
    /// <summary>Pauses after a refused or broken association; the last one repeats.</summary>
    public TimeSpan[] Pauses { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30)];

    /// <summary>How long a node that refuses is waited for before rows fail.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a node is waited for that has not answered at all yet: its address or port is more likely wrong than the node away.</summary>
    public TimeSpan FirstPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Told, in words without identifiers, what is waited for when that takes a while. Called on any thread.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>How often an operation is repeated after its association broke.</summary>
    public int Repeats { get; init; } = 2;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
