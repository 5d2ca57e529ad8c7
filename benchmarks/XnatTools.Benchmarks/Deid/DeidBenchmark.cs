using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using XnatTools.Benchmarks.Dicom;
using XnatTools.Dicom;
using XnatTools.DicomEdit;
using XnatTools.DicomEdit.Protection;

namespace XnatTools.Benchmarks.Deid;

/// <summary>
/// A project script of some 300 lines on many small and on large files, beside a plain copy and the tools of others with the same
/// edits as far as they can make them. All in one run: the ratios count, not the seconds.
/// </summary>
internal sealed class DeidBenchmark(string[] arguments)
{
    private static readonly Dictionary<string, string> s_labels = new() { ["project"] = "PROJ", ["subject"] = "SUBJ_01", ["session"] = "SESS_01" };

    private readonly bool _quick = arguments.Contains("quick");
    private readonly Measure _measure = new(arguments.Contains("quick") ? 3 : 5);
    private readonly string _root = Path.Combine(Path.GetTempPath(), "xtdeid" + Guid.NewGuid().ToString("N"));
    private readonly string _text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Deid", "project.das"));

    private int _outputs;

    public async Task<int> RunAsync()
    {
        Directory.CreateDirectory(_root);

        // Gigabytes, in memory perhaps: they go with Ctrl+C too.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Clean();
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, script of {_text.Split('\n').Length} lines");
        try
        {
            Compile();
            if (!arguments.Contains("large"))
            {
                await CompareAsync("0.5 MB files", _quick ? 300 : 2000, 512 * 1024);
            }

            if (!arguments.Contains("small"))
            {
                await CompareAsync("20 MB files", _quick ? 20 : 200, 20 * 1024 * 1024);
            }

            using Process own = Process.GetCurrentProcess();
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Largest memory of this process: {own.PeakWorkingSet64 / 1048576} MB"));
        }
        finally
        {
            Clean();
        }

        return 0;
    }

    private void Clean()
    {
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    private void Compile()
    {
        long start = Stopwatch.GetTimestamp();
        DicomEditScript.Compile(_text);
        double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 20; i++)
        {
            DicomEditScript.Compile(_text);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compilation: {first:F1} ms the first time, {Stopwatch.GetElapsedTime(start).TotalMilliseconds / 20:F2} ms later"));
    }

    private async Task CompareAsync(string title, int count, int size)
    {
        List<string> paths = Sample.Write(Folder("in"), count, size);
        string source = Path.GetDirectoryName(paths[0])!;
        string into = "";
        void Fresh() => into = NextOutput(into);

        _measure.Title($"{title}, {count} of them");
        await _measure.RunAsync("cp -r", () => Peer.RunAsync("cp", "-r", source, Path.Combine(into, "cp")), Fresh);
        foreach ((string name, int threads, bool hashes) in new[] { ("XnatTools, as Protect-Dicom does it, two threads", 2, false), ("XnatTools, one thread", 1, false), ("XnatTools, -Hash: SHA-256 of both files whole, two threads", 2, true) })
        {
            using Process own = Process.GetCurrentProcess();
            TimeSpan cpu = own.TotalProcessorTime;
            long bytes = GC.GetTotalAllocatedBytes();
            int collections = GC.CollectionCount(0);
            await _measure.RunAsync(name, () => Protect(paths, into, threads, hashes), Fresh);
            own.Refresh();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"<!-- in all runs: {(own.TotalProcessorTime - cpu).TotalSeconds:F2} s of processor, {(GC.GetTotalAllocatedBytes() - bytes) / 1048576} MB allocated, {GC.CollectionCount(0) - collections} collections -->"));
        }

        (List<string> deletes, List<string> empties) = Edits();
        if (Peer.Find("dcmodify") is not null)
        {
            await _measure.RunAsync("dcmodify, one call", () => Peer.RunAsync("dcmodify", false, DcmodifyOptions(deletes, empties).Concat(Directory.GetFiles(into))), () => CopyInto(paths, into = NextOutput(into)), 3);
        }

        if (Peer.Find("gdcmanon") is not null)
        {
            await _measure.RunAsync("gdcmanon, one call", () => Peer.RunAsync("gdcmanon", false, GdcmOptions(deletes, empties).Concat([source, into])), Fresh, 3);
        }

        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        string script = Path.Combine(AppContext.BaseDirectory, "Deid", "pydicom_edit.py");
        string tags = Path.Combine(_root, "tags.txt");
        File.WriteAllLines(tags, deletes.Select(t => "d " + t).Concat(empties.Select(t => "e " + t)));
        await _measure.RunAsync("pydicom, a script", () => Peer.RunAsync(python, script, tags, source, into), Fresh, 3);
        Folder("in");
        Folder("outputs");
    }

    private Task Protect(List<string> paths, string into, int threads, bool hashes)
    {
        ProtectionOptions options = new() { Chain = new DicomEditChain([DicomEditScript.Compile(_text)]), Variables = s_labels, WithHashes = hashes, Fingerprint = "bench" };
        using ProtectionState state = ProtectionState.Open(into);
        FileProtector protector = new(options, into, state);
        int failed = 0;
        Parallel.For(0, paths.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            if (!protector.Protect(paths[i], Path.GetFileName(paths[i]), i + 1).Successful)
            {
                System.Threading.Interlocked.Increment(ref failed);
            }
        });
        if (failed > 0)
        {
            throw new InvalidOperationException($"{failed} files failed.");
        }

        return Task.CompletedTask;
    }

    /// <summary>What the script deletes and empties at the root, as others are told it.</summary>
    private (List<string> Deletes, List<string> Empties) Edits()
    {
        List<string> deletes = [];
        List<string> empties = [];
        foreach (string line in _text.Split('\n'))
        {
            Match match = Regex.Match(line, @"^(-?)\(([0-9A-F]{4}),([0-9A-F]{4})\)(.*)$");
            if (match.Success && match.Groups[1].Value == "-")
            {
                deletes.Add(match.Groups[2].Value + "," + match.Groups[3].Value);
            }
            else if (match.Success && match.Groups[4].Value.Contains("?= \"\"", StringComparison.Ordinal))
            {
                empties.Add(match.Groups[2].Value + "," + match.Groups[3].Value);
            }
        }

        return (deletes, empties);
    }

    private static List<string> DcmodifyOptions(List<string> deletes, List<string> empties)
    {
        // Fixed values stand for those that the script works out: the tool cannot.
        List<string> options = ["-nb", "-imt", "-ep"];
        foreach ((string tag, string value) in Fixed())
        {
            options.AddRange(["-m", $"({tag})={value}"]);
        }

        foreach (string tag in deletes)
        {
            options.AddRange(["-e", $"({tag})"]);
        }

        foreach (string tag in empties)
        {
            options.AddRange(["-m", $"({tag})="]);
        }

        return options;
    }

    private static List<string> GdcmOptions(List<string> deletes, List<string> empties)
    {
        List<string> options = ["--dumb"];
        foreach ((string tag, string value) in Fixed())
        {
            options.AddRange(["--replace", $"{tag}={value}"]);
        }

        foreach (string tag in deletes)
        {
            options.AddRange(["--remove", tag]);
        }

        foreach (string tag in empties)
        {
            // It ends at tags that are newer than its dictionary.
            if (tag.StartsWith("00", StringComparison.Ordinal) && tag != "0018,1203")
            {
                options.AddRange(["--empty", tag]);
            }
        }

        return options;
    }

    private static (string Tag, string Value)[] Fixed() =>
    [
        ("0010,0010", "SUBJ_01"), ("0010,0020", "SUBJ_01"), ("0008,0050", "SESS_01"), ("0008,1030", "PROJ"), ("0020,0010", "SESS_01 Study"),
        ("0008,0020", "20231229"), ("0008,0021", "20231229"), ("0008,0022", "20231229"), ("0008,0023", "20231229"),
        ("0020,000D", "2.25.1"), ("0020,000E", "2.25.2"), ("0020,0052", "2.25.3"),
    ];

    private static void CopyInto(List<string> paths, string into)
    {
        foreach (string path in paths)
        {
            File.Copy(path, Path.Combine(into, Path.GetFileName(path)));
        }
    }

    /// <summary>
    /// A new folder for a run, after what the last one wrote was emptied. Not deleted: for a minute or more ext4 steps over inodes
    /// that were deleted just now, one by one, and whoever creates files next would pay for those before him.
    /// </summary>
    private string NextOutput(string last)
    {
        if (last.Length > 0)
        {
            foreach (string file in Directory.EnumerateFiles(last, "*", SearchOption.AllDirectories))
            {
                new FileStream(file, FileMode.Truncate).Dispose();
            }
        }

        return Directory.CreateDirectory(Path.Combine(_root, "outputs", (_outputs++).ToString(CultureInfo.InvariantCulture))).FullName;
    }

    private string Folder(string name)
    {
        string path = Path.Combine(_root, name);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        return Directory.CreateDirectory(path).FullName;
    }
}
