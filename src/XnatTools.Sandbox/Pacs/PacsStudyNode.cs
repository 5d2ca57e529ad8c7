using System.Collections.Generic;
using System.Linq;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Pacs;

/// <summary>A study of the PACS. Its first object speaks for it.</summary>
internal sealed class PacsStudyNode(string uid)
{
    public string Uid { get; } = uid;

    public List<PacsSeriesNode> Series { get; } = [];

    public DicomDataset Header => Series[0].Header;

    public int InstanceCount => Series.Sum(series => series.Instances.Count);

    /// <summary>Each modality once, in the order of the series.</summary>
    public string[] Modalities => [.. Series.Select(series => series.Header.GetString(DicomTags.Modality)).OfType<string>().Where(one => one.Length > 0).Distinct()];
}
