using System;
using System.Globalization;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Demo;

/// <summary>Writes the files of a made study.</summary>
internal static class MadeFiles
{
    private const int Size = 64;

    internal static void Write(string folder, MadeStudy study, int index, int seed)
    {
        string studyFolder = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"study{index + 1:00}"));
        Random random = new(unchecked((seed * 31) + index));
        foreach (MadeSeries series in study.Series)
        {
            string seriesFolder = Path.Combine(studyFolder, series.Number.ToString("000", CultureInfo.InvariantCulture));
            Directory.CreateDirectory(seriesFolder);
            for (int i = 1; i <= series.InstanceCount; i++)
            {
                // Ultrasound comes in implicit little endian, so that both uncompressed syntaxes travel.
                string syntax = study.Modality == "US" ? "1.2.840.10008.1.2" : "1.2.840.10008.1.2.1";
                using DicomFile file = new(Dataset(study, series, i, random), syntax);
                file.Save(Path.Combine(seriesFolder, i.ToString("0000", CultureInfo.InvariantCulture) + ".dcm"));
            }
        }
    }

    private static DicomDataset Dataset(MadeStudy study, MadeSeries series, int instance, Random random)
    {
        string number = instance.ToString(CultureInfo.InvariantCulture);
        DicomDataset d = new();
        d.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 192");
        d.SetString(DicomTags.ImageType, series.IsReport ? ["DERIVED", "SECONDARY", "OTHER"] : ["ORIGINAL", "PRIMARY"]);
        d.SetString(DicomTags.SopClassUid, SopClass(series));
        d.SetString(DicomTags.SopInstanceUid, MadeStudies.Uid(random));
        d.SetString(DicomTags.StudyDate, study.StudyDate);
        d.SetString(DicomTags.SeriesDate, study.StudyDate);
        d.SetString(DicomTags.ContentDate, study.StudyDate);
        d.SetString(DicomTags.StudyTime, study.StudyTime);
        d.SetString(DicomTags.ContentTime, study.StudyTime);
        d.SetString(DicomTags.AccessionNumber, study.AccessionNumber);
        d.SetString(DicomTags.Modality, series.Modality);
        d.SetString(DicomTags.Manufacturer, "Invented Imaging");
        d.SetString(DicomTags.InstitutionName, "Invented Hospital");
        d.SetString(DicomTags.ReferringPhysicianName, "Example^Doctor");
        d.SetString(DicomTags.StationName, "MADE" + series.Modality);
        d.SetString(DicomTags.StudyDescription, study.StudyDescription);
        d.SetString(DicomTags.SeriesDescription, series.Description);
        d.SetString(DicomTags.PatientName, study.PatientName);
        d.SetString(DicomTags.PatientId, study.PatientId);
        d.SetString(DicomTags.PatientBirthDate, study.PatientBirthDate);
        d.SetString(DicomTags.PatientSex, study.PatientSex);
        d.SetString(DicomTags.StudyInstanceUid, study.StudyInstanceUid);
        d.SetString(DicomTags.SeriesInstanceUid, series.SeriesInstanceUid);
        d.SetString(DicomTags.StudyId, study.StudyId);
        d.SetString(DicomTags.SeriesNumber, series.Number.ToString(CultureInfo.InvariantCulture));
        d.SetString(DicomTags.InstanceNumber, number);
        AddImage(d, series, instance, random);
        return d;
    }

    private static string SopClass(MadeSeries series) => series.IsReport
        ? "1.2.840.10008.5.1.4.1.1.7"
        : series.Modality switch
        {
            "CT" => "1.2.840.10008.5.1.4.1.1.2",
            "MR" => "1.2.840.10008.5.1.4.1.1.4",
            _ => "1.2.840.10008.5.1.4.1.1.6.1",
        };

    private static void AddImage(DicomDataset d, MadeSeries series, int instance, Random random)
    {
        bool bytes = series.Modality == "US" || series.IsReport;
        d.SetInt32(DicomTags.SamplesPerPixel, 1);
        d.SetString(DicomTags.PhotometricInterpretation, "MONOCHROME2");
        d.SetInt32(DicomTags.Rows, Size);
        d.SetInt32(DicomTags.Columns, Size);
        d.SetInt32(DicomTags.BitsAllocated, bytes ? 8 : 16);
        d.SetInt32(DicomTags.BitsStored, bytes ? 8 : 12);
        d.SetInt32(DicomTags.HighBit, bytes ? 7 : 11);
        d.SetInt32(DicomTags.PixelRepresentation, 0);
        if (!bytes)
        {
            d.SetString(DicomTags.PixelSpacing, "0.9", "0.9");
            d.SetString(DicomTags.SliceThickness, "1.0");
            d.SetString(DicomTags.ImagePositionPatient, "-28.8", "-28.8", instance.ToString(CultureInfo.InvariantCulture));
            d.SetString(DicomTags.ImageOrientationPatient, "1", "0", "0", "0", "1", "0");
        }

        d.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, Pixels(bytes, instance, random)));
    }

    // A bright disc that moves with the instance, with a little noise: no two images are equal.
    private static byte[] Pixels(bool bytes, int instance, Random random)
    {
        byte[] pixels = new byte[Size * Size * (bytes ? 1 : 2)];
        double cx = 20 + (instance * 3);
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                bool inside = ((x - cx) * (x - cx)) + ((y - 32) * (y - 32)) < 200;
                int value = (inside ? 180 : 20) + random.Next(16);
                int at = (y * Size) + x;
                if (bytes)
                {
                    pixels[at] = (byte)value;
                }
                else
                {
                    pixels[2 * at] = (byte)(value << 3);
                    pixels[(2 * at) + 1] = (byte)((value << 3) >> 8);
                }
            }
        }

        return pixels;
    }
}
