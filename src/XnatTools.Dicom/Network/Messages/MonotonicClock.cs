using System;

namespace XnatTools.Dicom;

/// <summary>Milliseconds that only go forward.</summary>
internal static class MonotonicClock
{
#if NETFRAMEWORK
    private static readonly System.Diagnostics.Stopwatch s_watch = System.Diagnostics.Stopwatch.StartNew();

    public static long Milliseconds => s_watch.ElapsedMilliseconds;
#else
    public static long Milliseconds => Environment.TickCount64;
#endif
}
