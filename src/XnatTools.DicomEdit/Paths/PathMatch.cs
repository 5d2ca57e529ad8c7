using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>A place that a path leads to.</summary>
internal readonly struct PathMatch(DicomDataset dataset, DicomTag tag)
{
    public DicomDataset Dataset { get; } = dataset;

    public DicomTag Tag { get; } = tag;
}
