using System;
using System.Globalization;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>How many seeded runs there are, and where they begin: XNATTOOLS_RUNS and XNATTOOLS_SEED; else a share, with a new seed each time.</summary>
internal static class Runs
{
    public static int First { get; } = Number("XNATTOOLS_SEED") ?? Environment.TickCount & 0xFFFFFF;

    public static int Count(int share) => Number("XNATTOOLS_RUNS") ?? share;

    /// <summary>Runs, and names the seed of one that fails.</summary>
    public static void Each(int share, Action<int> run)
    {
        for (int i = 0; i < Count(share); i++)
        {
            int seed = First + i;
            try
            {
                run(seed);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"Run with seed {seed} (XNATTOOLS_SEED={seed} XNATTOOLS_RUNS=1 repeats it): {fault.Message}", fault);
            }
        }
    }

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
