using System;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Upload;

/// <summary>Waits on the injected clock.</summary>
internal static class Pause
{
    public static Task ForAsync(TimeProvider time, TimeSpan span, CancellationToken cancellationToken) =>
#if NET
        Task.Delay(span, time, cancellationToken);
#else
        time.Delay(span, cancellationToken);
#endif
}
