using System;
using System.Collections.Generic;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Import.Direct.Staging;

/// <summary>
/// A study in staging: <c>study/series/instance.dcm</c>, the first two hashed, the last a UID. Files and journal are held
/// against each other when it is opened; a file that is not as it was written does not count. For any number of threads.
/// </summary>
internal sealed class StagedStudy : IDisposable
{
    private static readonly DicomReadOptions s_start = new() { Depth = DicomReadDepth.UpToTag, StopTag = DicomTags.SopClassUid };

    private readonly object _lock = new();
    private readonly StagingJournal _journal;
    private readonly Dictionary<string, StagedInstance> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _series = new(StringComparer.Ordinal);

    /// <exception cref="XnatException">Another run has it, or it cannot be written.</exception>
    public StagedStudy(StagingFolder staging, string studyInstanceUid, FaultLog faults)
    {
        StudyInstanceUid = studyInstanceUid;
        Path = staging.StudyPath(studyInstanceUid);
        _journal = StagingJournal.Open(Path);
        try
        {
            Load(faults);
        }
        catch
        {
            _journal.Dispose();
            throw;
        }
    }

    public string StudyInstanceUid { get; }

    /// <summary>Its folder.</summary>
    public string Path { get; }

    /// <summary>Instances there.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _instances.Count;
            }
        }
    }

    /// <summary>Bytes of the files.</summary>
    public long Length { get; private set; }

    public bool Contains(string sopInstanceUid)
    {
        lock (_lock)
        {
            return _instances.ContainsKey(sopInstanceUid);
        }
    }

    /// <summary>Instances of a series.</summary>
    public int CountOf(string seriesInstanceUid)
    {
        lock (_lock)
        {
            return _series.TryGetValue(seriesInstanceUid, out int count) ? count : 0;
        }
    }

    /// <summary>The series that have instances.</summary>
    public string[] SeriesUids()
    {
        lock (_lock)
        {
            return [.. _series.Keys];
        }
    }

    /// <summary>Folder of a series.</summary>
    public string SeriesPath(string seriesInstanceUid) => System.IO.Path.Combine(Path, SafeName.Hash(seriesInstanceUid));

    /// <summary>Moves a file that arrived to its place, in one step; the first of an instance stays.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public StageResult Add(string file, StagedInstance instance)
    {
        lock (_lock)
        {
            string target = PathOf(instance);
            if (_instances.TryGetValue(instance.SopInstanceUid, out StagedInstance? old))
            {
                bool same = old.SeriesInstanceUid == instance.SeriesInstanceUid
                    && (old.TransferSyntaxUid != instance.TransferSyntaxUid || SameBytes(PathOf(old), file));
                File.Delete(file);
                return same ? StageResult.Same : StageResult.Differs;
            }

            try
            {
                Replace(file, target);
            }
            catch (DirectoryNotFoundException)
            {
                // The first of its series.
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                Replace(file, target);
            }

            _journal.Add(instance);
            Put(instance);
            return StageResult.Stored;
        }
    }

    public void Dispose() => _journal.Dispose();

    /// <summary>What a crash left there before it was journalled, and was found damaged since, is written over.</summary>
    private static void Replace(string file, string target)
    {
#if NETFRAMEWORK
        if (File.Exists(target))
        {
            File.Delete(target);
        }

        File.Move(file, target);
#else
        File.Move(file, target, overwrite: true);
#endif
    }

    private string PathOf(StagedInstance instance) => System.IO.Path.Combine(SeriesPath(instance.SeriesInstanceUid), instance.SopInstanceUid + ".dcm");

    private void Put(StagedInstance instance)
    {
        _instances[instance.SopInstanceUid] = instance;
        _series.TryGetValue(instance.SeriesInstanceUid, out int count);
        _series[instance.SeriesInstanceUid] = count + 1;
        Length += instance.Length;
    }

    private void Load(FaultLog faults)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (StagedInstance instance in _journal.Instances)
        {
            if (!SafeName.IsUid(instance.SopInstanceUid) || _instances.ContainsKey(instance.SopInstanceUid))
            {
                continue;
            }

            FileInfo file = new(PathOf(instance));
            if (file.Exists && file.Length == instance.Length)
            {
                Put(instance);
                known.Add(file.FullName);
            }
            else
            {
                faults.Add(ReceiveFaultKind.StagedFileChanged);
            }
        }

        foreach (string folder in Directory.GetDirectories(Path))
        {
            foreach (string file in Directory.GetFiles(folder, "*.dcm"))
            {
                if (!known.Contains(file))
                {
                    Adopt(file);
                }
            }
        }
    }

    /// <summary>A file that a crash left without its line in the journal: taken when it is whole and lies where it belongs.</summary>
    private void Adopt(string path)
    {
        try
        {
            StagedInstance? instance = Inspect(path, out string? study, out _);
            if (instance is not null && study == StudyInstanceUid && SafeName.IsUid(instance.SopInstanceUid)
                && !_instances.ContainsKey(instance.SopInstanceUid) && string.Equals(PathOf(instance), path, StringComparison.Ordinal))
            {
                _journal.Add(instance);
                Put(instance);
                return;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not readable: it is asked for again and replaced.
        }
    }

    /// <summary>Reads what a file is; null when it is cut off, or says too little of itself.</summary>
    /// <param name="path">The file.</param>
    /// <param name="studyInstanceUid">The study it belongs to.</param>
    /// <param name="trouble">Why it is refused.</param>
    public static StagedInstance? Inspect(string path, out string? studyInstanceUid, out string? trouble)
    {
        studyInstanceUid = null;
        trouble = null;
        try
        {
            // The whole structure, without reading large values: a length that leads beyond the end shows here.
            using DicomFile file = DicomFile.Open(path);
            studyInstanceUid = QueryText(file.Dataset, DicomTags.StudyInstanceUid);
            string? series = QueryText(file.Dataset, DicomTags.SeriesInstanceUid);
            string? instance = QueryText(file.Dataset, DicomTags.SopInstanceUid);
            if (file.IsDamaged)
            {
                trouble = "an object is cut off, or has a length that leads beyond its end";
                return null;
            }

            if (studyInstanceUid is null || series is null || instance is null)
            {
                trouble = "an object does not name its study, series and instance";
                return null;
            }

            return new StagedInstance
            {
                SopInstanceUid = instance,
                SeriesInstanceUid = series,
                SopClassUid = QueryText(file.Dataset, DicomTags.SopClassUid) ?? "",
                TransferSyntaxUid = file.TransferSyntaxUid,
                Length = new FileInfo(path).Length,
            };
        }
        catch (DicomException)
        {
            trouble = "an object cannot be read";
            return null;
        }
    }

    private static string? QueryText(DicomDataset dataset, DicomTag tag)
    {
        string? value = dataset.GetString(tag)?.Trim();
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>Compares the data sets; the meta group is ours and may differ.</summary>
    private static bool SameBytes(string one, string other)
    {
        using FileStream a = File.OpenRead(one);
        using FileStream b = File.OpenRead(other);
        a.Position = StartOf(one);
        b.Position = StartOf(other);
        if (a.Length - a.Position != b.Length - b.Position)
        {
            return false;
        }

        byte[] x = new byte[64 * 1024];
        byte[] y = new byte[64 * 1024];
        while (true)
        {
            int got = Fill(a, x);
            if (got != Fill(b, y))
            {
                return false;
            }

            if (got == 0)
            {
                return true;
            }

            if (!x.AsSpan(0, got).SequenceEqual(y.AsSpan(0, got)))
            {
                return false;
            }
        }
    }

    private static long StartOf(string path)
    {
        using DicomFile file = DicomFile.Open(path, s_start);
        return file.DatasetOffset;
    }

    private static int Fill(FileStream stream, byte[] buffer)
    {
        int got = 0;
        while (got < buffer.Length && stream.Read(buffer, got, buffer.Length - got) is > 0 and int more)
        {
            got += more;
        }

        return got;
    }
}
