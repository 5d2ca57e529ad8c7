using System;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Import.Query;
using XnatTools.Import.Tests.Fakes;
using Xunit;

namespace XnatTools.Import.Tests.Query;

/// <summary>What stays in memory while rows stream; run alone, since it counts what the whole process holds.</summary>
[Collection(nameof(StudyFinderMemoryTests))]
[CollectionDefinition(nameof(StudyFinderMemoryTests), DisableParallelization = true)]
public sealed class StudyFinderMemoryTests
{
    [Fact]
    public async Task A_hundred_thousand_rows_stay_out_of_memory()
    {
        JumpingClock clock = new();
        FakeSite site = new(clock);
        site.OnBatch = _ => { site.Batches.Clear(); return null; };
        StudyFinder finder = new(site, 1, new FindOptions { Time = clock });
        int count = 0;
        long most = 0;
        long before = GC.GetTotalMemory(true);
        await foreach (FindResult _ in finder.FindAsync(Enumerable.Range(1, 100_000).Select(i => FakeSite.Row(i, "B" + i))))
        {
            if (++count % 10_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(true) - before);
            }
        }

        Assert.Equal(100_000, count);
        Assert.True(most < 8_000_000, $"{most} bytes held");
    }
}
