using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>Bytes that the hot paths leave to the garbage collector, for one file or one value.</summary>
internal sealed class AllocationBenchmark(List<string> paths)
{
    public void Run(string into)
    {
        Console.WriteLine();
        Console.WriteLine("## allocated on the managed heap");
        Console.WriteLine();
        Console.WriteLine("| what | bytes | of it the header's own bytes |");
        Console.WriteLine("| --- | --- | --- |");
        using DicomFile file = DicomFile.Open(paths[0], DicomReadOptions.Header);
        long header = file.Layout.RestStart;
        int elements = file.Dataset.Count;
        Row(string.Create(CultureInfo.InvariantCulture, $"read a header of {elements} elements"), paths.Count, i => DicomFile.Open(paths[i], DicomReadOptions.Header).Dispose(), header);
        Row("read a whole file of 0.5 MB", paths.Count, i => DicomFile.Open(paths[i]).Dispose(), header);
        Row("change one element and write a file of 0.5 MB", paths.Count, i => Edit(paths[i], Path.Combine(into, Path.GetFileName(paths[i]))), header);
        Row("walk over all elements of a data set", 1000, _ => Walk(file.Dataset), 0);
        Row("find an element and read a whole number", 1000, _ => file.Dataset.GetInt32(DicomTags.Rows), 0);
        Row("find an element and look at its bytes", 1000, _ => file.Dataset.TryGet(DicomTags.PatientId, out DicomElement e), 0);
        Row("read a text of 8 letters", 1000, _ => file.Dataset.GetString(DicomTags.PatientName), 0);
    }

    private static void Edit(string path, string target)
    {
        using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
        file.Dataset.SetString(DicomTags.PatientId, "ANON");
        file.Save(target);
    }

    private static int Walk(DicomDataset dataset)
    {
        int total = 0;
        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            total += element.RawValue.Length;
        }

        return total;
    }

    private static void Row(string name, int times, Action<int> work, long header)
    {
        // Twice without counting: pools are filled, code is compiled.
        work(0);
        work(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < times; i++)
        {
            work(i);
        }

        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / times;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {bytes} | {(header > 0 ? header.ToString(CultureInfo.InvariantCulture) : "")} |"));
    }
}
