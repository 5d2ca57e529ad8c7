using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using Xunit;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>
/// Damaged files. XNATTOOLS_FUZZ_FILES sets the number (a long run: 1000000), XNATTOOLS_FUZZ_SEED where it starts; a failure
/// names the seed that makes its file again.
/// </summary>
public class FileFuzzTests
{
    private const long AllocationLimit = 64L * 1024 * 1024;

    [Fact]
    public void Damaged_files_are_read_as_far_as_they_go_or_refused_by_name()
    {
        int count = Number("XNATTOOLS_FUZZ_FILES", 4000);
        int first = Number("XNATTOOLS_FUZZ_SEED", 1);
        List<byte[]> seeds = FileMutator.Seeds();
        DicomReadOptions options = new() { MaxHeaderBytes = 4 * 1024 * 1024, MaxElements = 100_000 };
        for (int seed = first; seed < first + count; seed++)
        {
            byte[] bytes = new FileMutator(seed, seeds).Next();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Stopwatch watch = Stopwatch.StartNew();
            TimeSpan busy = Environment.CpuUsage.TotalTime;
            try
            {
                Exercise(bytes, options);
            }
            catch (DicomException)
            {
                // Refused with a name.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            // Both, so that a busy machine does not look like a slow reader.
            busy = Environment.CpuUsage.TotalTime - busy;
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1) || busy < TimeSpan.FromSeconds(1), $"seed {seed} took {watch.Elapsed}, {busy} of it at work");
            Assert.True(allocated < AllocationLimit, $"seed {seed} allocated {allocated} bytes");
        }
    }

    private static void Exercise(byte[] bytes, DicomReadOptions options)
    {
        using MemoryStream stream = new(bytes, writable: false);
        using DicomFile file = DicomFile.OpenAsync(stream, options).GetAwaiter().GetResult();
        Walk(file.Dataset, 0);
        Walk(file.Meta, 0);

        // Unchanged, it is the same; changed, it is written and can be read again.
        using MemoryStream same = new();
        file.Save(same);
        Assert.True(same.ToArray().AsSpan().SequenceEqual(bytes), "not the same when unchanged");
        file.Dataset.SetString(DicomTags.PatientId, "X");
        using MemoryStream edited = new();
        file.Save(edited);
        edited.Position = 0;
        using DicomFile again = DicomFile.OpenAsync(edited, options).GetAwaiter().GetResult();
    }

    private static void Walk(DicomDataset dataset, int depth)
    {
        foreach (DicomElement element in dataset)
        {
            _ = dataset.GetStrings(element.Tag);
            _ = dataset.GetDouble(element.Tag);
            _ = dataset.GetCount(element.Tag);
            _ = dataset.GetText(element);
            if (dataset.GetItems(element.Tag) is { } items)
            {
                Assert.True(depth < 64 * 4, "deeper than the limit");
                foreach (DicomDataset item in items)
                {
                    Walk(item, depth + 1);
                }
            }
        }
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
