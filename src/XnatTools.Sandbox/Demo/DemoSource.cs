using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using XnatTools.Dicom;
using XnatTools.Sandbox.Pacs;

namespace XnatTools.Sandbox.Demo;

/// <summary>What the PACS was filled from, read from the files themselves: the truth that the archive is compared with.</summary>
internal sealed class DemoSource
{
    private DemoSource(PacsIndex index) => Index = index;

    public PacsIndex Index { get; }

    public int SeriesCount => Index.Studies.Sum(s => s.Series.Count);

    public int InstanceCount => Index.Studies.Sum(s => s.InstanceCount);

    public static DemoSource Read(string folder) => new(PacsIndex.Scan(folder));

    /// <summary>File of each object of a study, by SOP instance UID; only of some series, when named.</summary>
    public Dictionary<string, string> Instances(string studyInstanceUid, IReadOnlyCollection<string> series)
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (PacsSeriesNode one in Index.Find(studyInstanceUid)?.Series ?? [])
        {
            if (series.Count == 0 || series.Contains(one.Uid))
            {
                foreach (PacsInstance instance in one.Instances)
                {
                    files[instance.SopInstanceUid] = instance.Path;
                }
            }
        }

        return files;
    }

    /// <summary>A digest of the pixel data exactly as it stands in the file; "none" where there is none.</summary>
    public static string PixelDigest(DicomFile file)
    {
        if (!file.HasPixelData)
        {
            return "none";
        }

        using Stream pixels = file.OpenPixelData();
        return Convert.ToHexString(SHA256.HashData(pixels));
    }

    /// <summary>The same of a file on disk.</summary>
    public static string PixelDigest(string path)
    {
        using DicomFile file = DicomFile.Open(path);
        return PixelDigest(file);
    }
}
