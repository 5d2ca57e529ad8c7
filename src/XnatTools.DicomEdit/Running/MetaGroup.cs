using System;
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
        byte[] value = dataset.TryGet(tag, out DicomElement element) && !element.IsSequence ? element.ToBytes() : [];
        bool exists = meta.TryGet(metaTag, out DicomElement old);
        if (exists ? !old.RawValue.SequenceEqual(value) : value.Length > 0)
        {
            meta.Set(new DicomElement(metaTag, DicomVR.UI, value));
        }
    }
}
