using System;
using System.Collections.Generic;
using System.Globalization;

namespace XnatTools.Dicom;

/// <summary>
/// A DICOMDIR (PS3.3 annex F): the directory of a medium. Records are linked by their places in the file; links that lead
/// nowhere, or round in a circle, are reported and not followed.
/// </summary>
public sealed class DicomDirectory
{
    private readonly List<DicomFinding> _findings;
    private readonly Dictionary<long, DicomDirectoryRecord> _byOffset = [];
    private readonly HashSet<long> _seen = [];

    private DicomDirectory(DicomFile file)
    {
        _findings = [.. file.Findings];
        FileSetId = file.Dataset.GetString(DicomTags.FileSetId);
    }

    /// <summary>Name of the medium (0004,1130), if it has one.</summary>
    public string? FileSetId { get; }

    /// <summary>Records of the uppermost level, patients as a rule.</summary>
    public IReadOnlyList<DicomDirectoryRecord> Roots { get; private set; } = [];

    /// <summary>Records in the order of the file that no link leads to.</summary>
    public IReadOnlyList<DicomDirectoryRecord> Unlinked { get; private set; } = [];

    /// <summary>Number of records, linked or not.</summary>
    public int Count => _byOffset.Count;

    /// <summary>What was wrong with the file and its links.</summary>
    public IReadOnlyList<DicomFinding> Findings => _findings;

    /// <summary>Reads a DICOMDIR.</summary>
    /// <exception cref="DicomException">Not a DICOM file, or not a directory.</exception>
    public static DicomDirectory Open(string path)
    {
        using DicomFile file = DicomFile.Open(path);
        return From(file);
    }

    /// <summary>Takes the directory out of a file that is open.</summary>
    /// <exception cref="DicomException">Not a directory.</exception>
    public static DicomDirectory From(DicomFile file)
    {
        if (file is null)
        {
            throw new ArgumentNullException(nameof(file));
        }

        if (!file.Dataset.TryGet(DicomTags.DirectoryRecordSequence, out DicomElement element) || element.Sequence is not { } sequence)
        {
            throw new DicomException(DicomErrorCode.NotSupported, "This DICOM file is not a DICOMDIR: it has no directory records.");
        }

        DicomDirectory directory = new(file);
        List<DicomDirectoryRecord> all = [];
        foreach (DicomDataset item in sequence.Items)
        {
            if (item.RawEnd >= 0 && item.Buffer is { } buffer)
            {
                DicomDirectoryRecord record = new(item, file.DatasetOffset + item.RawStart + buffer.GapsBetween(-1, item.RawStart));
                directory._byOffset[record.Offset] = record;
                all.Add(record);
            }
        }

        directory.Roots = directory.Level(Link(file.Dataset, DicomTags.FirstRootRecordOffset), "(0004,1200)");
        directory._findings.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        directory.Unlinked = all.FindAll(record => !directory._seen.Contains(record.Offset));
        return directory;
    }

    /// <summary>Every record that links lead to, a level below its own before the next one.</summary>
    public IEnumerable<DicomDirectoryRecord> EnumerateAll()
    {
        Stack<DicomDirectoryRecord> open = new();
        Push(open, Roots);
        while (open.Count > 0)
        {
            DicomDirectoryRecord record = open.Pop();
            yield return record;
            Push(open, record.Children);
        }
    }

    private static void Push(Stack<DicomDirectoryRecord> open, IReadOnlyList<DicomDirectoryRecord> records)
    {
        for (int i = records.Count - 1; i >= 0; i--)
        {
            open.Push(records[i]);
        }
    }

    private static long Link(DicomDataset dataset, DicomTag tag) => dataset.GetInt64(tag) ?? 0;

    /// <summary>A level and all below it, without recursion: levels may be as many as a hostile file likes.</summary>
    private List<DicomDirectoryRecord> Level(long first, string from)
    {
        List<DicomDirectoryRecord> roots = [];
        Stack<(long Offset, List<DicomDirectoryRecord> Into, string From)> open = new();
        open.Push((first, roots, from));
        while (open.Count > 0)
        {
            (long offset, List<DicomDirectoryRecord> into, string link) = open.Pop();
            while (offset != 0)
            {
                if (!_byOffset.TryGetValue(offset, out DicomDirectoryRecord? record))
                {
                    Report(offset, link, "No directory record begins at the byte that a link names.");
                    break;
                }

                if (!_seen.Add(offset))
                {
                    Report(offset, link, "A second link leads to the same directory record.");
                    break;
                }

                into.Add(record);
                string place = "record at " + offset.ToString(CultureInfo.InvariantCulture);
                if (Link(record.Dataset, DicomTags.LowerLevelOffset) is var lower and not 0)
                {
                    open.Push((lower, record.Lower, place + " (0004,1420)"));
                }

                offset = Link(record.Dataset, DicomTags.NextRecordOffset);
                link = place + " (0004,1400)";
            }
        }

        return roots;
    }

    private void Report(long offset, string path, string message) =>
        _findings.Add(new DicomFinding(DicomFindingKind.BadLink, offset, path, message));
}
