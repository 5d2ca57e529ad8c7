using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using XnatTools.Dicom;
using XnatTools.DicomEdit;

namespace XnatTools.Benchmarks.DicomEdit;

/// <summary>The language by itself: reading a script of 300 lines, running 150 rules on a header, and files of 512 KB beside a plain copy.</summary>
internal static class ScriptBenchmark
{
    public static int Run(string[] args)
    {
        int files = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 400;
        string script = Script();
        Console.WriteLine("| what | result |");
        Console.WriteLine("| --- | --- |");
        Stopwatch first = Stopwatch.StartNew();
        DicomEditScript compiled = DicomEditScript.Compile(script);
        Row("first compilation of 300 lines, start of everything included", $"{first.Elapsed.TotalMilliseconds:F1} ms");
        Row("compilation of 300 lines, median", $"{Median(51, () => DicomEditScript.Compile(script)) * 1000:F2} ms");
        Apply(compiled);
        Files(compiled, files);
        return 0;
    }

    private static void Apply(DicomEditScript script)
    {
        DicomDataset dataset = Header();
        DicomEditContext context = Context();
        for (int i = 0; i < 2000; i++)
        {
            Check(script.Apply(dataset.Clone(), context));
        }

        const int Times = 20000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < Times; i++)
        {
            Check(script.Apply(dataset.Clone(), context));
        }

        Row("150 rules on a header, copy of it included", $"{watch.Elapsed.TotalMilliseconds * 1000 / Times:F1} us, {(GC.GetAllocatedBytesForCurrentThread() - before) / Times} bytes");
    }

    private static void Files(DicomEditScript script, int count)
    {
        string folder = Path.Combine(Path.GetTempPath(), "xnattools-" + Guid.NewGuid().ToString("N"));
        string source = Directory.CreateDirectory(Path.Combine(folder, "in")).FullName;
        string target = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
        try
        {
            byte[] pixels = new byte[512 * 512 * 2];
            new Random(1).NextBytes(pixels);
            for (int i = 0; i < count; i++)
            {
                DicomDataset dataset = Header();
                dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, pixels));
                new DicomFile(dataset) { IsStrict = false }.Save(Path.Combine(source, i + ".dcm"));
            }

            DicomEditContext context = Context();
            double copy = Median(5, () => Each(source, target, (from, to) => File.Copy(from, to, overwrite: true)));
            double edit = Median(5, () => Each(source, target, (from, to) =>
            {
                using DicomFile file = DicomFile.Open(from);
                Check(script.Apply(file, context));
                file.Save(to);
            }));
            Row($"{count} files of 512 KB, one thread: plain copy", $"{copy:F3} s");
            Row($"{count} files of 512 KB, one thread: read, run, write", $"{edit:F3} s, {edit / copy:F2} of the copy");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Each(string source, string target, Action<string, string> work)
    {
        foreach (string file in Directory.EnumerateFiles(source))
        {
            work(file, Path.Combine(target, Path.GetFileName(file)));
        }
    }

    private static void Check(DicomEditResult result)
    {
        if (!result.IsSuccess)
        {
            throw new InvalidOperationException(result.Message);
        }
    }

    private static DicomEditContext Context() => new(new Dictionary<string, string> { ["project"] = "P", ["subject"] = "S", ["session"] = "E" });

    private static string Script()
    {
        StringBuilder text = new("version \"6.5\"\n");
        foreach (DicomDictionaryEntry entry in DicomDictionary.Standard.Entries)
        {
            if (text.Length > 14_000)
            {
                break;
            }

            if (entry.Tag.Group is 0x0008 or 0x0010 or 0x0018 or 0x0040 && entry.VR != DicomVR.SQ && entry.VR != DicomVR.UI && entry.VR != DicomVR.DA)
            {
                text.Append('-').Append(entry.Tag).Append(" // ").Append(entry.Keyword).Append('\n');
                text.Append("// why this one goes\n");
            }

            if (text.ToString().Split('\n').Length > 240)
            {
                break;
            }
        }

        text.Append("(0010,0010) := subject\n(0010,0020) := subject\n(0008,0050) := session\n(0008,1030) := project\n(0020,0010) := concatenate[session, \" Study\"]\n");
        foreach (string tag in new[] { "(0020,000D)", "(0020,000E)", "(0020,0052)", "(0008,0018)", "(0008,3010)" })
        {
            text.Append(tag).Append(" := hashUID[").Append(tag).Append("]\n");
        }

        foreach (string tag in new[] { "(0008,0020)", "(0008,0021)", "(0008,0022)", "(0008,0023)" })
        {
            text.Append(tag).Append(" ~ \"\\\\d{8}\" ? ").Append(tag).Append(" := shiftDateByIncrement[").Append(tag).Append(", -100]\n");
        }

        text.Append("retainPrivateTags[(0029,{ACME}02)]\nhashUIDList[*/(0008,1155)]\n(60X@,3000) ?= \"\"\n");
        while (text.ToString().Split('\n').Length < 301)
        {
            text.Append("// a line of words\n");
        }

        return text.ToString();
    }

    private static DicomDataset Header()
    {
        DicomDataset dataset = new();
        int count = 0;
        foreach (DicomDictionaryEntry entry in DicomDictionary.Standard.Entries)
        {
            if (count < 120 && entry.Tag.Group is 0x0008 or 0x0010 or 0x0018 or 0x0020 && entry.VR.IsText && entry.VR != DicomVR.UI && entry.VR != DicomVR.DA && entry.VM is "1")
            {
                dataset.Set(new DicomElement(entry.Tag, entry.VR, entry.VR == DicomVR.IS || entry.VR == DicomVR.DS ? "12"u8.ToArray() : entry.VR == DicomVR.TM ? "1011"u8.ToArray() : entry.VR == DicomVR.AS ? "046Y"u8.ToArray() : "AB"u8.ToArray()));
                count++;
            }
        }

        dataset.SetString(DicomTags.SopClassUid, "1.2.840.10008.5.1.4.1.1.2");
        dataset.SetString(DicomTags.SopInstanceUid, "1.2.840.99999.7.1.1.1");
        dataset.SetString(DicomTags.StudyInstanceUid, "1.2.840.99999.7.1");
        dataset.SetString(DicomTags.SeriesInstanceUid, "1.2.840.99999.7.1.1");
        dataset.SetString(DicomTags.StudyDate, "20310510");
        dataset.Set(new DicomElement(DicomTags.SpecificCharacterSet, DicomVR.CS, "ISO_IR 100"u8.ToArray()));
        dataset.Set(new DicomElement(new DicomTag(0x00290010), DicomVR.LO, "ACME"u8.ToArray()));
        dataset.Set(new DicomElement(new DicomTag(0x00291002), DicomVR.LO, "kept"u8.ToArray()));
        DicomDataset item = new();
        item.SetString(new DicomTag(0x00081155), "1.2.3");
        dataset.SetItems(new DicomTag(0x00081140), item);
        return dataset;
    }

    private static double Median(int runs, Action work)
    {
        double[] seconds = new double[runs];
        work();
        for (int i = 0; i < runs; i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            work();
            seconds[i] = watch.Elapsed.TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[runs / 2];
    }

    private static void Row(string name, string result) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {result} |"));
}
