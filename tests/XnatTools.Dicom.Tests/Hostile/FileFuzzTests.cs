using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>
/// Damaged files. XNATTOOLS_FUZZ_FILES sets the number (a long run: 1000000), see <see cref="FuzzRun"/>; a failure names the
/// seed that makes its file again.
/// </summary>
public class FileFuzzTests
{
    private const long AllocationLimit = 64L * 1024 * 1024;

    [Fact]
    public void Damaged_files_are_read_as_far_as_they_go_or_refused_by_name()
    {
        List<byte[]> seeds = FileMutator.Seeds();
        DicomReadOptions options = new() { MaxHeaderBytes = 4 * 1024 * 1024, MaxElements = 100_000 };
        foreach (int seed in FuzzRun.Seeds("XNATTOOLS_FUZZ_FILES", 4000))
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

    /// <summary>The tight loop for plain elements must find what the careful one does, to the byte: each is run over the same damage.</summary>
    [Fact]
    public void Both_ways_of_reading_find_the_same()
    {
        List<byte[]> seeds = FileMutator.Seeds();
        int both = 0;
        foreach (int seed in FuzzRun.Seeds("XNATTOOLS_FUZZ_READS", 4000))
        {
            byte[] bytes = new FileMutator(seed, seeds).Next();
            foreach (DicomReadDepth depth in new[] { DicomReadDepth.All, DicomReadDepth.Header, DicomReadDepth.UpToTag })
            {
                using DicomFile? fast = Open(bytes, depth, carefully: false, out string? refusal);
                using DicomFile? careful = Open(bytes, depth, carefully: true, out string? expected);
                Assert.Equal(expected, refusal);
                if (fast is not null && careful is not null)
                {
                    both++;
                    Assert.True(Same(fast.Meta, careful.Meta) && Same(fast.Dataset, careful.Dataset), $"seed {seed}: other elements");
                    Assert.True(Told(fast).SequenceEqual(Told(careful)), $"seed {seed}: {Told(fast).Zip(Told(careful)).FirstOrDefault(static pair => pair.First != pair.Second)}");
                }
            }
        }

        Assert.True(both > 0);
    }

    private static DicomFile? Open(byte[] bytes, DicomReadDepth depth, bool carefully, out string? refusal)
    {
        DicomReadOptions options = new() { Depth = depth, StopTag = DicomTags.PatientId, LargeValue = 4096, MaxElements = 1000, Carefully = carefully };
        try
        {
            refusal = null;
            return DicomFile.OpenAsync(new MemoryStream(bytes, writable: false), options).GetAwaiter().GetResult();
        }
        catch (DicomException e)
        {
            refusal = e.Message;
            return null;
        }
    }

    private static string[] Told(DicomFile file) =>
        [.. file.Findings.Select(static f => f.ToString()), $"{file.Layout.RestStart} {file.Layout.StopTag} {file.TransferSyntaxUid}"];

    private static bool Same(DicomDataset one, DicomDataset other)
    {
        ReadOnlySpan<DicomElement> a = one.AsSpan();
        ReadOnlySpan<DicomElement> b = other.AsSpan();
        bool same = a.Length == b.Length && one.RawStart == other.RawStart && one.RawEnd == other.RawEnd && one.ContentEnd == other.ContentEnd && one.LastIsCut == other.LastIsCut;
        for (int i = 0; same && i < a.Length; i++)
        {
            same = a[i].Tag == b[i].Tag && a[i].VR == b[i].VR && a[i].Length == b[i].Length && a[i].RawStart == b[i].RawStart && a[i].RawEnd == b[i].RawEnd
                && a[i].RawValue.SequenceEqual(b[i].RawValue) && a[i].IsBulk == b[i].IsBulk && a[i].Items?.Count == b[i].Items?.Count;
            for (int j = 0; same && j < (a[i].Items?.Count ?? 0); j++)
            {
                same = Same(a[i].Items![j], b[i].Items![j]);
            }
        }

        return same;
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
        Frames(file);
        Directory(file);
        _ = DicomJson.Write(file.Dataset);
        DicomDataset converted = file.Dataset.Clone();
        try
        {
            converted.ConvertCharacterSet("ISO_IR 192");
        }
        catch (DicomException e) when (e.Code == DicomErrorCode.CharacterSet)
        {
            // Refused by name.
        }

        file.Dataset.SetString(DicomTags.PatientId, "X");
        EditItems(file.Dataset);
        using MemoryStream edited = new();
        file.Save(edited);
        edited.Position = 0;
        using DicomFile again = DicomFile.OpenAsync(edited, options).GetAwaiter().GetResult();
        if (file.Findings.Count == 0)
        {
            Assert.Equal("X", again.Dataset.GetString(DicomTags.PatientId));
        }
    }

    private static void Frames(DicomFile file)
    {
        try
        {
            DicomFrames frames = file.GetFrames();
            byte[] buffer = new byte[4096];
            for (int i = 0; i < Math.Min(frames.Count, 16); i++)
            {
                using Stream stream = frames.Open(i);
                long total = 0;
                int got;
                while ((got = stream.Read(buffer, 0, buffer.Length)) > 0)
                {
                    total += got;
                }

                Assert.Equal(frames.GetLength(i), total);
            }
        }
        catch (DicomException)
        {
            // No pixel data, or nothing tells the frames apart.
        }
    }

    private static void Directory(DicomFile file)
    {
        try
        {
            DicomDirectory directory = DicomDirectory.From(file);
            Assert.InRange(System.Linq.Enumerable.Count(directory.EnumerateAll()), 0, directory.Count);
        }
        catch (DicomException)
        {
            // Not one.
        }
    }

    private static void EditItems(DicomDataset dataset)
    {
        foreach (DicomElement element in dataset.AsSpan().ToArray())
        {
            if (dataset.GetItems(element.Tag) is [var item, ..])
            {
                item.SetString(DicomTags.CodeValue, "X");
            }
        }
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
}
