using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>Reading headers beside others.</summary>
internal sealed class HeaderBenchmark(Workspace work)
{
    public async Task RunAsync()
    {
        int count = work.IsQuick ? 1000 : 5000;
        List<string> paths = Sample.Write(work.Folder("headers"), count, 64 * 1024);
        work.Measure.Title($"headers of {count} files, all elements up to the pixel data");
        byte[] buffer = new byte[32 * 1024];
        await work.Measure.RunAsync("open and read 32 KB", () =>
        {
            foreach (string path in paths)
            {
                using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path);
                _ = RandomAccess.Read(handle, buffer, 0);
            }
        });
        await work.Measure.RunAsync("XnatTools.Dicom", () => paths.ForEach(static path => Read(path, withValues: false)));
        await work.Measure.RunAsync("XnatTools.Dicom, two threads", () => Parallel.ForEach(paths, TwoThreads, static path => Read(path, withValues: false)));
        await work.Measure.RunAsync("XnatTools.Dicom, all values as text", () => paths.ForEach(static path => Read(path, withValues: true)));
        await work.Measure.RunAsync("XnatTools.Dicom, all values as text, two threads", () => Parallel.ForEach(paths, TwoThreads, static path => Read(path, withValues: true)));
        string folder = Path.GetDirectoryName(paths[0])!;
        await PeerRowAsync("gdcmscanner", "gdcmscanner", ["-d", folder, "-t", "8,50", "-t", "10,10", "-t", "10,20"]);
        await PeerRowAsync("dcmdump -M, all values printed", "dcmdump", ["-q", "-M", "+sd", folder]);
        await PythonRowAsync("pydicom, all values", "import sys,glob,pydicom\nfor p in glob.glob(sys.argv[1]+'/*'):\n  [e.value for e in pydicom.dcmread(p,stop_before_pixels=True)]", folder);
        await work.FoDicom.RowAsync(work.Measure, "all elements", "headers", [folder, "1"]);
        await work.FoDicom.RowAsync(work.Measure, "all elements, two threads", "headers", [folder, "2"]);
        await work.FoDicom.RowAsync(work.Measure, "all values as text", "values", [folder, "1"]);
        await work.FoDicom.RowAsync(work.Measure, "all values as text, two threads", "values", [folder, "2"]);
    }

    private static ParallelOptions TwoThreads { get; } = new() { MaxDegreeOfParallelism = 2 };

    private static void Read(string path, bool withValues)
    {
        using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
        if (withValues ? Values(file.Dataset) < 150 : file.Dataset.Count < 150)
        {
            throw new InvalidOperationException("There should be more elements.");
        }
    }

    private static int Values(DicomDataset dataset)
    {
        int count = 0;
        foreach (DicomElement element in dataset)
        {
            count++;
            if (element.Items is not { } items)
            {
                _ = dataset.GetStrings(element.Tag);
                continue;
            }

            foreach (DicomDataset item in items)
            {
                count += Values(item);
            }
        }

        return count;
    }

    private async Task PeerRowAsync(string name, string tool, string[] options)
    {
        if (Peer.Find(tool) is null)
        {
            Console.WriteLine($"| {name} | not installed | |");
            return;
        }

        await work.Measure.RunAsync(name, () => Peer.RunAsync(tool, false, options), null, 3);
    }

    private async Task PythonRowAsync(string name, string script, string argument)
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            return;
        }

        await work.Measure.RunAsync(name, () => Peer.RunAsync("/usr/bin/python3", false, ["-c", script, argument]), null, 1);
    }
}
