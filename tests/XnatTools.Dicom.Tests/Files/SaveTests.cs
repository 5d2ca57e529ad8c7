using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Files;

/// <summary>What saving leaves on the disk: links, modes, temporary files, and what others do meanwhile.</summary>
public sealed class SaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SaveTests() => TestData.WriteArchive(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void A_file_behind_a_link_is_edited_where_it_is_and_the_link_stays()
    {
        Skip.If(OperatingSystem.IsWindows(), "links want rights on Windows");
        string real = Path.Combine(_folder.Folder("real"), "a.dcm");
        File.Move(_folder.File("000.dcm"), real);
        File.CreateSymbolicLink(_folder.File("two.dcm"), real);
        File.CreateSymbolicLink(_folder.File("one.dcm"), "two.dcm");
        using (DicomFile file = DicomFile.Open(_folder.File("one.dcm")))
        {
            file.Dataset.SetString(DicomTags.PatientId, "EDITED");
            file.Save(_folder.File("one.dcm"));
        }

        Assert.Equal("two.dcm", new FileInfo(_folder.File("one.dcm")).LinkTarget);
        using DicomFile again = DicomFile.Open(real);
        Assert.Equal("EDITED", again.Dataset.GetString(DicomTags.PatientId));
    }

    [SkippableFact]
    public void A_file_that_only_its_owner_may_read_stays_so()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new SkipException("Windows has no modes");
        }

        string path = _folder.File("000.dcm");
        foreach (UnixFileMode mode in new[] { UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite })
        {
            File.SetUnixFileMode(path, mode);
            using DicomFile file = DicomFile.Open(path);
            file.Dataset.SetString(DicomTags.PatientId, "EDITED");
            file.Save(path);
            Assert.Equal(mode, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void A_place_that_cannot_be_taken_leaves_nothing_behind()
    {
        string folder = _folder.Folder("taken");
        using DicomFile file = DicomFile.Open(_folder.File("000.dcm"));
        string[] before = Everything();
        Assert.ThrowsAny<Exception>(() => file.Save(folder));
        Assert.ThrowsAny<IOException>(() => file.Save(_folder.File("nowhere/x.dcm")));
        Assert.Equal(before, Everything());
    }

    [Fact]
    public void A_source_that_became_shorter_is_told_and_the_target_stays()
    {
        string source = _folder.File("000.dcm");
        byte[] old = File.ReadAllBytes(_folder.File("001.dcm"));
        using DicomFile file = DicomFile.Open(source);
        file.Dataset.SetString(DicomTags.PatientId, "EDITED");
        using (FileStream cut = new(source, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            cut.SetLength(3000);
        }

        string[] before = Everything();
        Assert.Equal(DicomErrorCode.Damaged, Assert.Throws<DicomException>(() => file.Save(_folder.File("001.dcm"))).Code);
        Assert.Equal(before, Everything());
        Assert.Equal(old, File.ReadAllBytes(_folder.File("001.dcm")));
    }

    [Fact]
    public async Task A_cancelled_copy_of_a_stream_is_gone_at_once()
    {
        string[] before = Directory.GetFiles(Path.GetTempPath(), "xt*.tmp");
        using CancellationTokenSource cancel = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DicomFile.OpenAsync(new Endless(cancel), null, cancel.Token));
        Assert.DoesNotContain(Directory.GetFiles(Path.GetTempPath(), "xt*.tmp").Except(before), file => Mine(file));
    }

    [Fact]
    public async Task A_deflated_file_cannot_fill_the_disk()
    {
        DicomDataset dataset = TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101", size: 2);
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, new byte[8 * 1024 * 1024]));
        string path = _folder.File("deflated.dcm");
        using (DicomFile made = new(dataset, DicomUids.DeflatedExplicitVRLittleEndian))
        {
            made.Save(path);
        }

        Assert.InRange(new FileInfo(path).Length, 1, 100_000);
        using (DicomFile file = DicomFile.Open(path))
        {
            Assert.Equal(8 * 1024 * 1024, file.OpenPixelData().Length);
        }

        DicomReadOptions options = new() { MaxInflatedBytes = 1024 * 1024 };
        Assert.Equal(DicomErrorCode.LimitExceeded, Assert.Throws<DicomException>(() => DicomFile.Open(path, options)).Code);
        await using FileStream stream = File.OpenRead(path);
        Assert.Equal(DicomErrorCode.LimitExceeded, (await Assert.ThrowsAsync<DicomException>(() => DicomFile.OpenAsync(stream, options))).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_private_elements_cost_no_more_than_others_even_in_reverse(bool reverse)
    {
        const int count = 200_000;
        using MemoryStream bytes = new();
        bytes.Write(new byte[128]);
        bytes.Write("DICM"u8);
        bytes.Write([2, 0, 0x10, 0, (byte)'U', (byte)'I', 18, 0]);
        bytes.Write("1.2.840.10008.1.2\0"u8);
        for (int i = 1; i <= count; i++)
        {
            // Groups without a creator: who looks for one looks at all that came before.
            uint tag = 0x00111000u + (uint)((reverse ? count - i : i) / 0x8000 * 0x20000) + (uint)((reverse ? count - i : i) % 0x8000);
            bytes.Write([(byte)(tag >> 16), (byte)(tag >> 24), (byte)tag, (byte)(tag >> 8), 0, 0, 0, 0]);
        }

        bytes.Position = 0;
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan busy = Environment.CpuUsage.TotalTime;
        using DicomFile file = await DicomFile.OpenAsync(bytes);
        busy = Environment.CpuUsage.TotalTime - busy;
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1) || busy < TimeSpan.FromSeconds(1), $"{watch.Elapsed}, {busy} at work");
        Assert.Equal(count, file.Dataset.Count);
        uint last = 0;
        foreach (DicomElement element in file.Dataset)
        {
            Assert.True(element.Tag.Value > last);
            last = element.Tag.Value;
        }
    }

    [Fact]
    public void Disposed_twice_is_nothing_and_used_afterwards_is_told()
    {
        string path = _folder.File("000.dcm");
        DicomFile file = DicomFile.Open(path);
        file.Dataset.SetString(DicomTags.PatientId, "EDITED");
        file.Dispose();
        file.Dispose();
        Assert.Equal("EDITED", file.Dataset.GetString(DicomTags.PatientId));
        string[] before = Everything();
        Assert.Throws<ObjectDisposedException>(() => file.Save(_folder.File("after.dcm")));
        Assert.Equal(before, Everything());
    }

    [Fact]
    public void One_file_saved_by_several_threads_at_once_is_whole_each_time()
    {
        string path = _folder.File("000.dcm");
        using DicomFile file = DicomFile.Open(path);
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => file.Save(_folder.File(i % 2 == 0 ? "same.dcm" : $"own{i}.dcm")));
        byte[] expected = File.ReadAllBytes(path);
        foreach (string written in Directory.GetFiles(_folder.Path, "own*.dcm").Append(_folder.File("same.dcm")))
        {
            Assert.Equal(expected, File.ReadAllBytes(written));
        }
    }

    private string[] Everything() => [.. Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static bool Mine(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return file.Length >= Endless.Mark.Length && file.ReadByte() == Endless.Mark[0] && file.ReadByte() == Endless.Mark[1];
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Comes without end until somebody has had enough.</summary>
    private sealed class Endless(CancellationTokenSource cancel) : Stream
    {
        private int _reads;

        public static byte[] Mark { get; } = [0xA5, 0x5B];

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                buffer[offset + i] = Mark[i % 2];
            }

            if (++_reads == 4)
            {
                cancel.Cancel();
            }

            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
