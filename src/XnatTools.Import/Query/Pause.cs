using System;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Query;

/// <summary>Waits on an injected clock.</summary>
internal static class Pause
{
    public static Task ForAsync(TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
        delay <= TimeSpan.Zero
            ? Task.CompletedTask
#if NETFRAMEWORK
            : time.Delay(delay, cancellationToken);
#else
            : Task.Delay(delay, time, cancellationToken);
#endif

    /// <summary>The nth pause of a growing list; the last one repeats.</summary>
    public static TimeSpan Nth(TimeSpan[] pauses, int n) => pauses.Length == 0 ? TimeSpan.Zero : pauses[Math.Min(n, pauses.Length - 1)];
}
