using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Pacs;

/// <summary>A series of the PACS. Its first object speaks for it.</summary>
internal sealed class PacsSeriesNode(string uid)
{
    public string Uid { get; } = uid;

    public List<PacsInstance> Instances { get; } = [];

    public DicomDataset Header => Instances[0].Header;
}
