using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>
/// Which seeds a run takes. By itself the same few every time; with XNATTOOLS_FUZZ_SECONDS new ones for so long, from a seed
/// that is printed; a number of them with the variable of each test, and from XNATTOOLS_FUZZ_SEED on.
/// </summary>
internal static class FuzzRun
{
    public static IEnumerable<int> Seeds(string countVariable, int otherwise)
    {
        int seconds = Number("XNATTOOLS_FUZZ_SECONDS", 0);
        int count = Number(countVariable, seconds > 0 ? int.MaxValue : otherwise);
        int first = Number("XNATTOOLS_FUZZ_SEED", seconds > 0 ? Random.Shared.Next(1 << 30) : 1);
        Stopwatch watch = Stopwatch.StartNew();
        int done = 0;
        while (done < count && (seconds == 0 || watch.Elapsed.TotalSeconds < seconds))
        {
            yield return unchecked(first + done++);
        }

        if (seconds > 0 || count != otherwise)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuzz: {done} of {countVariable} from seed {first} in {watch.Elapsed.TotalSeconds:F0} s"));
        }
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
