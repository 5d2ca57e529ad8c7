using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Commands.Tests;

/// <summary>Small DICOM files, made by code.</summary>
internal static class MadeFile
{
    /// <summary>Writes an MR image with one item in a sequence and 512 bytes of pixels.</summary>
    internal static string Write(string folder, string name, string instance, string patient = "Nobody^Nowhere", string syntax = DicomUids.ExplicitVRLittleEndian, string sopClass = DicomUids.MRImageStorage, string study = "1.2.3.0.1")
    {
        DicomDataset item = new();
        item.SetString(DicomTag.Parse("ReferencedSOPInstanceUID"), "1.2.3.9");
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SopClassUid, sopClass);
        dataset.SetString(DicomTags.SopInstanceUid, instance);
        dataset.SetItems(DicomTag.Parse("ReferencedImageSequence"), item);
        dataset.SetString(DicomTags.Modality, "MR");
        dataset.SetString(DicomTags.PatientName, patient);
        dataset.SetString(DicomTags.PatientId, "P1");
        dataset.SetString(DicomTags.StudyInstanceUid, study);
        dataset.SetString(DicomTag.Parse("Rows"), "16");
        dataset.SetString(DicomTag.Parse("Columns"), "16");
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, new byte[512]));
        string path = Path.Combine(folder, name);
        new DicomFile(dataset, syntax).Save(path);
        return path;
    }
}
