using System;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Xunit;

namespace XnatTools.Upload.Tests;

public sealed class ZipOutputTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(65535)]
    [InlineData(int.MaxValue)]
    public void What_is_packed_comes_out_the_same(int mostStored)
    {
        Random random = new(5);
        byte[][] files = [[], [1], Bytes(random, 65534), Bytes(random, 65535), Bytes(random, 65536), Bytes(random, 1_000_003)];
        using ZipArchive zip = new(new MemoryStream(Pack(files, mostStored)));
        Assert.Equal(files.Length, zip.Entries.Count);
        for (int i = 0; i < files.Length; i++)
        {
            using Stream stream = zip.Entries[i].Open();
            MemoryStream copy = new();
            stream.CopyTo(copy);
            Assert.Equal(files[i], copy.ToArray());
        }
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Checksums_are_those_of_the_published_examples(string text, uint expected)
    {
        Crc32 whole = default;
        whole.Add(Encoding.ASCII.GetBytes(text));
        Assert.Equal(expected, whole.Value);
        Crc32 pieces = default;
        foreach (byte one in Encoding.ASCII.GetBytes(text))
        {
            pieces.Add([one]);
        }

        Assert.Equal(expected, pieces.Value);
    }

    [Fact]
    public void More_entries_than_the_short_directory_can_count()
    {
        MemoryStream made = new();
        using (ZipOutput zip = new(made))
        {
            for (int i = 0; i < 66_000; i++)
            {
                zip.Begin(i.ToString(System.Globalization.CultureInfo.InvariantCulture)).Dispose();
            }

            zip.Finish();
        }

        made.Position = 0;
        using ZipArchive read = new(made);
        Assert.Equal(66_000, read.Entries.Count);
        Assert.Equal("65999", read.Entries[65_999].Name);
    }

    [Fact]
    public void The_length_of_what_is_longer_than_32_bits_can_count_is_known_before()
    {
        // As after entries of nearly 4 GB: the first ones begin within what 32 bits count, the others beyond.
        const long Before = uint.MaxValue - 100_000L;
        byte[][] files = [.. Enumerable.Range(0, 20).Select(i => new byte[i * 1500])];
        using MemoryStream made = new();
        using ZipOutput zip = new(made, Before);
        for (int i = 0; i < files.Length; i++)
        {
            zip.Add($"{i:00}.dcm", files[i], files[i].Length);
        }

        zip.Finish();
        Assert.Equal(Before + made.Length, ZipOutput.LengthOf(files.Select(f => (long)f.Length), 6, int.MaxValue, Before));
        Assert.True(made.Length > ZipOutput.LengthOf(files.Select(f => (long)f.Length), 6, int.MaxValue));
    }

    [SkippableFact]
    [Trait("Category", "Peer")]
    public void Java_reads_it_as_a_stream()
    {
        // The server reads uploads with java.util.zip.ZipInputStream, which refuses stored entries with later lengths.
        Skip.If(!Exists("java"), "java is not installed");
        string folder = Directory.CreateTempSubdirectory("xnattools-zip-").FullName;
        try
        {
            byte[][] files = [Bytes(new Random(1), 200_000), [], Bytes(new Random(2), 70_000)];
            File.WriteAllBytes(Path.Combine(folder, "a.zip"), Pack(files, mostStored: 100_000));
            File.WriteAllText(
                Path.Combine(folder, "Read.java"),
                """
                import java.io.*; import java.util.zip.*;
                public class Read { public static void main(String[] a) throws Exception {
                  try (ZipInputStream z = new ZipInputStream(new FileInputStream(a[0]))) { ZipEntry e; while ((e = z.getNextEntry()) != null) {
                    CRC32 c = new CRC32(); byte[] b = z.readAllBytes(); c.update(b); System.out.println(e.getName() + " " + b.length + " " + c.getValue()); } } } }
                """);
            (int code, string output) = Run("java", Path.Combine(folder, "Read.java"), Path.Combine(folder, "a.zip"));
            Skip.If(code != 0 && output.Contains("compiler", StringComparison.OrdinalIgnoreCase), "java has no compiler");
            string[] expected = files.Select((f, i) =>
            {
                Crc32 crc = default;
                crc.Add(f);
                return $"{i}.dcm {f.Length} {crc.Value}";
            }).ToArray();
            Assert.Equal(expected, output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Pack(byte[][] files, int mostStored)
    {
        MemoryStream made = new();
        using ZipOutput zip = new(made);
        for (int i = 0; i < files.Length; i++)
        {
            if (files[i].Length <= mostStored)
            {
                zip.Add($"{i}.dcm", files[i], files[i].Length);
                continue;
            }

            using Stream entry = zip.Begin($"{i}.dcm");
            entry.Write(files[i], 0, files[i].Length);
        }

        zip.Finish();
        Assert.Equal(made.Length, zip.Length);
        Assert.Equal(made.Length, ZipOutput.LengthOf(files.Select(f => (long)f.Length), 5, mostStored));
        return made.ToArray();
    }

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static bool Exists(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, tool)));

    private static (int Code, string Output) Run(string tool, params string[] arguments)
    {
        ProcessStartInfo start = new(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.GetAwaiter().GetResult());
    }
}
