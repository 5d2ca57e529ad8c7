using System;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Tests;

/// <summary>Objects made by code, as they come from a scanner: names, dates, private elements, nested items.</summary>
internal static class MadeImage
{
    public const string Root = "1.2.826.0.1.3680043.9.9999.6.";

    public static DicomDataset Identified(string modality = "CT")
    {
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SopClassUid, modality == "MR" ? DicomUids.MRImageStorage : DicomUids.CTImageStorage);
        dataset.SetString(DicomTags.SopInstanceUid, Root + "1.1.1");
        dataset.SetString(DicomTags.StudyInstanceUid, Root + "1");
        dataset.SetString(DicomTags.SeriesInstanceUid, Root + "1.1");
        dataset.SetString(DicomTags.StudyDate, "20240115");
        dataset.SetString(DicomTags.SeriesDate, "20240115");
        dataset.SetString(DicomTags.AcquisitionDate, "20240115");
        dataset.SetString(DicomTags.ContentDate, "20240116");
        dataset.SetString(DicomTags.StudyTime, "101500");
        dataset.SetString(DicomTags.AccessionNumber, "RJ1-24-00417");
        dataset.SetString(DicomTags.Modality, modality);
        dataset.SetString(DicomTags.ReferringPhysicianName, "Quill^Adam");
        dataset.SetString(DicomTags.StudyDescription, "ABDOMEN");
        dataset.SetString(DicomTags.SeriesDescription, "AXIAL 5.0");
        dataset.SetString(DicomTags.PatientName, "Featherstone^Zelda");
        dataset.SetString(DicomTags.PatientId, "H7741902");
        dataset.SetString(DicomTags.PatientBirthDate, "19610307");
        dataset.SetString(DicomTags.PatientSex, "F");
        dataset.SetString(DicomTags.StudyId, "1");
        dataset.SetInt32(DicomTags.SeriesNumber, 3);
        dataset.SetInt32(DicomTags.InstanceNumber, 1);
        DicomDataset request = new();
        request.SetString(DicomTag.Parse("RequestedProcedureDescription"), "CT abdomen");
        request.SetString(DicomTag.Parse("ScheduledPerformingPhysicianName"), "Quill^Adam");
        dataset.SetItems(DicomTags.RequestAttributesSequence, request);
        dataset.Set(new DicomElement(new DicomTag(0x00290010), DicomVR.LO, Bytes("MADE BLOCK")));
        dataset.Set(new DicomElement(new DicomTag(0x00291001), DicomVR.LO, Bytes("vendor text")));
        Pixels(dataset, 32, 32, 16);
        return dataset;
    }

    /// <summary>As it should be afterwards: labels, shifted dates, nothing private.</summary>
    public static DicomDataset Clean(int days = -17)
    {
        DicomDataset dataset = Identified();
        dataset.SetString(DicomTags.SopInstanceUid, "2.25.1001");
        dataset.SetString(DicomTags.StudyInstanceUid, "2.25.1002");
        dataset.SetString(DicomTags.SeriesInstanceUid, "2.25.1003");
        foreach (DicomTag tag in new[] { DicomTags.StudyDate, DicomTags.SeriesDate, DicomTags.AcquisitionDate, DicomTags.ContentDate })
        {
            dataset.SetDate(tag, dataset.GetDate(tag)!.Value.AddDays(days));
        }

        dataset.SetString(DicomTags.PatientName, "SUBJ_01");
        dataset.SetString(DicomTags.PatientId, "SUBJ_01");
        dataset.SetString(DicomTags.AccessionNumber, "SESS_01");
        dataset.SetString(DicomTags.StudyDescription, "PROJ");
        dataset.SetString(DicomTags.StudyId, "SESS_01 Study");
        foreach (string keyword in new[] { "PatientBirthDate", "ReferringPhysicianName", "StudyTime", "RequestAttributesSequence", "SeriesDescription", "(0029,0010)", "(0029,1001)" })
        {
            dataset.Remove(DicomTag.Parse(keyword));
        }

        return dataset;
    }

    public static void Pixels(DicomDataset dataset, int rows, int columns, int bits)
    {
        dataset.SetInt32(DicomTags.SamplesPerPixel, 1);
        dataset.SetString(DicomTags.PhotometricInterpretation, "MONOCHROME2");
        dataset.SetInt32(DicomTags.Rows, rows);
        dataset.SetInt32(DicomTags.Columns, columns);
        dataset.SetInt32(DicomTags.BitsAllocated, bits);
        dataset.SetInt32(DicomTags.BitsStored, bits);
        dataset.SetInt32(DicomTags.HighBit, bits - 1);
        dataset.SetInt32(DicomTags.PixelRepresentation, 0);
        byte[] pixels = new byte[rows * columns * bits / 8];
        new Random(5).NextBytes(pixels);
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, pixels));
    }

    public static byte[] Bytes(string ascii)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(ascii);
        if (bytes.Length % 2 != 0)
        {
            Array.Resize(ref bytes, bytes.Length + 1);
            bytes[^1] = (byte)' ';
        }

        return bytes;
    }

    public static string Save(TemporaryFolder folder, DicomDataset dataset, string name = "a.dcm", string syntax = DicomUids.ExplicitVRLittleEndian)
    {
        string path = folder.File(name);
        using DicomFile file = new(dataset, syntax) { IsStrict = false };
        file.Save(path);
        return path;
    }
}
