using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace XnatTools.Dicom.Tests;

/// <summary>Made files: five studies of four patients, with names in several scripts, in both plain syntaxes.</summary>
internal static class TestData
{
    public static DicomDataset Image(string patientId, string name, string accession, string studyUid, string seriesUid, string modality, int number, string date, string? charset = null, int size = 64)
    {
        DicomDataset dataset = new();
        if (charset is not null)
        {
            dataset.SetString(DicomTags.SpecificCharacterSet, charset.Split('\\'));
        }

        dataset.SetString(DicomTags.SopClassUid, modality == "MR" ? DicomUids.MRImageStorage : DicomUids.CTImageStorage);
        dataset.SetString(DicomTags.SopInstanceUid, seriesUid + "." + number.ToString(CultureInfo.InvariantCulture));
        dataset.SetString(DicomTags.StudyDate, date);
        dataset.SetString(DicomTags.StudyTime, "101500");
        dataset.SetString(DicomTags.AccessionNumber, accession);
        dataset.SetString(DicomTags.Modality, modality);
        dataset.SetString(DicomTags.ReferringPhysicianName, "");
        dataset.SetString(DicomTags.StudyDescription, "TEST STUDY");
        dataset.SetString(DicomTags.PatientName, name);
        dataset.SetString(DicomTags.PatientId, patientId);
        dataset.SetString(DicomTags.PatientBirthDate, "19700101");
        dataset.SetString(DicomTags.PatientSex, "O");
        dataset.SetString(DicomTags.StudyInstanceUid, studyUid);
        dataset.SetString(DicomTags.SeriesInstanceUid, seriesUid);
        dataset.SetString(DicomTags.StudyId, "1");
        dataset.SetInt32(DicomTags.SeriesNumber, 1);
        dataset.SetInt32(DicomTags.InstanceNumber, number);
        dataset.SetInt32(DicomTags.SamplesPerPixel, 1);
        dataset.SetString(DicomTags.PhotometricInterpretation, "MONOCHROME2");
        dataset.SetInt32(DicomTags.Rows, size);
        dataset.SetInt32(DicomTags.Columns, size);
        dataset.SetInt32(DicomTags.BitsAllocated, 16);
        dataset.SetInt32(DicomTags.BitsStored, 12);
        dataset.SetInt32(DicomTags.HighBit, 11);
        dataset.SetInt32(DicomTags.PixelRepresentation, 0);
        byte[] pixels = new byte[size * size * 2];
        new Random(number).NextBytes(pixels);
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, pixels));
        return dataset;
    }

    public static List<string> WriteArchive(string folder)
    {
        List<string> paths = [];
        void Add(DicomDataset dataset, string syntax)
        {
            string path = Path.Combine(folder, paths.Count.ToString("D3", CultureInfo.InvariantCulture) + ".dcm");
            using DicomFile file = new(dataset, syntax);
            file.Save(path);
            paths.Add(path);
        }

        const string root = "1.2.826.0.1.3680043.9.9999.";
        for (int i = 1; i <= 3; i++)
        {
            Add(Image("PID1", "Doe^Jane", "ACC1001", root + "1", root + "1.1", "CT", i, "20240115"), DicomUids.ExplicitVRLittleEndian);
            Add(Image("PID1", "Doe^Jane", "ACC1001", root + "1", root + "1.2", "CT", i, "20240115"), DicomUids.ImplicitVRLittleEndian);
        }

        for (int i = 1; i <= 4; i++)
        {
            Add(Image("PID1", "Doe^Jane", "ACC1002", root + "2", root + "2.1", "MR", i, "20240220"), DicomUids.ExplicitVRLittleEndian);
        }

        Add(Image("PID2", "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046", "ACC2001", root + "3", root + "3.1", "CT", 1, "20240301", "\\ISO 2022 IR 87"), DicomUids.ExplicitVRLittleEndian);
        Add(Image("PID3", "M\u00FCller^J\u00F6rg", "ACC2002", root + "4", root + "4.1", "CT", 1, "20240315", "ISO_IR 100"), DicomUids.ImplicitVRLittleEndian);
        Add(Image("PID4", "Wang^XiaoDong=\u738B^\u5C0F\u6771", "ACC3001", root + "5", root + "5.1", "MR", 1, "20240401", "ISO_IR 192"), DicomUids.ExplicitVRLittleEndian);
        return paths;
    }
}
