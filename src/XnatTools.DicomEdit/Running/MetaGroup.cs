using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>Group 2 follows the data set: class and instance, empty where the script took them away.</summary>
internal static class MetaGroup
{
    public static void Follow(DicomDataset dataset, DicomDataset meta)
    {
        Follow(dataset, DicomTags.SopClassUid, meta, DicomTags.MediaStorageSopClassUid);
        Follow(dataset, DicomTags.SopInstanceUid, meta, DicomTags.MediaStorageSopInstanceUid);
    }

    private static void Follow(DicomDataset dataset, DicomTag tag, DicomDataset meta, DicomTag metaTag)
    {
        string? value = dataset.GetString(tag);
        if (meta.GetString(metaTag) != value)
        {
            meta.SetString(metaTag, value);
        }
    }
}
