using System;
using System.Collections.Generic;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Pacs;

/// <summary>What a folder of DICOM files holds. Files that are none, or that lack an identifier, are counted and left out.</summary>
internal sealed class PacsIndex
{
    // Longer texts are never asked for, and a folder may hold many thousands of files.
    private const int LongestValue = 1024;

    private readonly Dictionary<string, PacsStudyNode> _byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PacsSeriesNode> _series = new(StringComparer.Ordinal);
    private readonly HashSet<string> _instances = new(StringComparer.Ordinal);
    private readonly List<PacsStudyNode> _studies = [];

    private PacsIndex()
    {
    }

    public static PacsIndex Empty { get; } = new();

    public IReadOnlyList<PacsStudyNode> Studies => _studies;

    /// <summary>Files that were read.</summary>
    public int FileCount => _instances.Count;

    /// <summary>Files that were not: no DICOM, damaged, without identifiers, or an object that is there already.</summary>
    public int SkippedCount { get; private set; }

    public static PacsIndex Scan(string folder)
    {
        PacsIndex index = new();
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        foreach (string file in files)
        {
            if (!index.TryAdd(file))
            {
                index.SkippedCount++;
            }
        }

        return index;
    }

    public PacsStudyNode? Find(string studyInstanceUid) => _byUid.GetValueOrDefault(studyInstanceUid);

    private bool TryAdd(string path)
    {
        try
        {
            using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
            DicomDataset dataset = file.Dataset;
            string? study = dataset.GetString(DicomTags.StudyInstanceUid);
            string? series = dataset.GetString(DicomTags.SeriesInstanceUid);
            string? instance = dataset.GetString(DicomTags.SopInstanceUid);
            string? sopClass = dataset.GetString(DicomTags.SopClassUid);
            if (string.IsNullOrEmpty(study) || string.IsNullOrEmpty(series) || string.IsNullOrEmpty(instance) || string.IsNullOrEmpty(sopClass)
                || file.IsDamaged)
            {
                return false;
            }

            // Read whole before it is entered: a header that cannot be read must not leave an empty series behind.
            PacsInstance entry = new(path, sopClass, instance, file.TransferSyntaxUid, Short(dataset));
            if (!_instances.Add(instance))
            {
                return false;
            }

            SeriesOf(study, series).Instances.Add(entry);
            return true;
        }
        catch (Exception exception) when (exception is DicomException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private PacsSeriesNode SeriesOf(string study, string series)
    {
        if (!_byUid.TryGetValue(study, out PacsStudyNode? node))
        {
            node = new PacsStudyNode(study);
            _byUid.Add(study, node);
            _studies.Add(node);
        }

        // A series UID that two studies share is two series here.
        string key = study + "/" + series;
        if (!_series.TryGetValue(key, out PacsSeriesNode? found))
        {
            found = new PacsSeriesNode(series);
            _series.Add(key, found);
            node.Series.Add(found);
        }

        return found;
    }

    // Copies, so that the bytes of the whole header do not stay in memory.
    private static DicomDataset Short(DicomDataset dataset)
    {
        DicomDataset header = new();
        foreach (DicomElement element in dataset)
        {
            ushort group = element.Tag.Group;
            if (group is not (0x0008 or 0x0010 or 0x0018 or 0x0020 or 0x0028 or 0x0032 or 0x0040) || element.IsSequence || element.IsBulk || element.Length > LongestValue)
            {
                continue;
            }

            // A file that says UN for an element of the standard means what the dictionary says.
            DicomVR vr = element.VR == DicomVR.UN && DicomDictionary.Standard.TryGet(element.Tag, out DicomDictionaryEntry? entry) ? entry.VR : element.VR;
            if (vr.IsText || (vr == DicomVR.US && element.Length >= 2))
            {
                // As bytes: a value that does not suit its representation is no reason to lose the object.
                header.Set(new DicomElement(element.Tag, vr, element.ToBytes()));
            }
        }

        return header;
    }
}
