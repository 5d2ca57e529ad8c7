using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>Made files: a CT header of some 200 elements, sequences and private ones among them, and pixels of any size.</summary>
internal static class Sample
{
    private const string Root = "1.2.826.0.1.3680043.9.9999.77.";

    public static DicomDataset Header(int number, int bytes, int elements = 150)
    {
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 100");
        dataset.SetString(DicomTags.SopClassUid, DicomUids.CTImageStorage);
        dataset.SetString(DicomTags.SopInstanceUid, Root + "3." + number.ToString(CultureInfo.InvariantCulture));
        dataset.SetString(DicomTags.StudyInstanceUid, Root + "1");
        dataset.SetString(DicomTags.SeriesInstanceUid, Root + "2");
        dataset.SetString(DicomTags.AccessionNumber, "ACC" + number.ToString(CultureInfo.InvariantCulture));
        dataset.SetString(DicomTags.PatientName, "Doe^Jane");
        dataset.SetString(DicomTags.PatientId, "PID1");
        dataset.SetString(DicomTags.Modality, "CT");
        int left = elements;
        foreach (DicomDictionaryEntry entry in DicomDictionary.Standard.Entries)
        {
            if (left == 0 || entry.IsRetired || entry.IsAmbiguous || entry.Tag.Group is < 0x0008 or > 0x0040 || dataset.Contains(entry.Tag))
            {
                continue;
            }

            string? value = entry.VR.ToString() switch
            {
                "LO" or "SH" or "LT" or "ST" => "TEXT OF " + entry.VR,
                "CS" => "YES",
                "DA" => "20240115",
                "TM" => "101500.000000",
                "DS" => "1.25",
                "IS" => "12",
                "PN" => "ROE^RICHARD",
                "UI" => Root + "9." + left.ToString(CultureInfo.InvariantCulture),
                "FD" or "FL" => "0.5",
                "US" or "UL" => "7",
                _ => null,
            };
            if (value is not null && entry.AllowsCount(1))
            {
                dataset.SetString(entry.Tag, value);
                left--;
            }
        }

        for (int i = 0; i < 3; i++)
        {
            DicomDataset item = new();
            item.SetString(DicomTags.ReferencedSopClassUid, DicomUids.CTImageStorage);
            item.SetString(DicomTags.ReferencedSopInstanceUid, Root + "8." + i.ToString(CultureInfo.InvariantCulture));
            dataset.SetItems(i == 0 ? DicomTags.ReferencedImageSequence : i == 1 ? DicomTags.ReferencedStudySequence : DicomTags.ReferencedSeriesSequence, item, item.Clone());
        }

        dataset.SetString(new DicomTag(0x00090010), DicomVR.LO, "TEST PRIVATE");
        for (int i = 0; i < 30; i++)
        {
            dataset.SetString(new DicomTag(0x00091000 + (uint)i), DicomVR.LO, "PRIVATE VALUE");
        }

        int rows = (int)Math.Sqrt(bytes / 2.0);
        dataset.SetInt32(DicomTags.SamplesPerPixel, 1);
        dataset.SetString(DicomTags.PhotometricInterpretation, "MONOCHROME2");
        dataset.SetInt32(DicomTags.Rows, rows);
        dataset.SetInt32(DicomTags.Columns, rows);
        dataset.SetInt32(DicomTags.BitsAllocated, 16);
        dataset.SetInt32(DicomTags.BitsStored, 12);
        dataset.SetInt32(DicomTags.HighBit, 11);
        dataset.SetInt32(DicomTags.PixelRepresentation, 0);
        byte[] pixels = new byte[rows * rows * 2];
        new Random(number).NextBytes(pixels);
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, pixels));
        return dataset;
    }

    public static List<string> Write(string folder, int count, int bytes, int elements = 150)
    {
        Directory.CreateDirectory(folder);
        List<string> paths = [];
        for (int i = 0; i < count; i++)
        {
            string path = Path.Combine(folder, i.ToString("D5", CultureInfo.InvariantCulture) + ".dcm");
            using DicomFile file = new(Header(i, bytes, elements));
            file.Save(path);
            paths.Add(path);
        }

        return paths;
    }
}
