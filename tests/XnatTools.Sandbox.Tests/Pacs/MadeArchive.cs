using System;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Tests.Pacs;

/// <summary>A folder of small made DICOM files: who, what and when of each study is given, everything else is invented.</summary>
internal sealed class MadeArchive : IDisposable
{
    internal const string Mr = "2.25.3001";
    internal const string Ct = "2.25.3002";
    internal const string Umlaut = "2.25.3003";
    internal const string Utf8 = "2.25.3004";

    internal MadeArchive()
    {
        Folder = Directory.CreateTempSubdirectory("xt-archive-").FullName;
        AddStudy(Mr, "P0001", "Sample^Alex", "ACC1001", "20240307", "MR", seriesCount: 2, perSeries: 3);
        AddStudy(Ct, "P0001", "Sample^Alex", "ACC1002", "20240308", "CT", seriesCount: 1, perSeries: 2);
        AddStudy(Umlaut, "P0002", "M\u00fcller^J\u00f6rg", "ACC2001", "20240401", "CT", 1, 1, "ISO_IR 100");
        AddStudy(Utf8, "P0003", "Yamada^Tarou=\u5c71\u7530^\u592a\u90ce", "", "20240402", "US", 1, 1, "ISO_IR 192");
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "not DICOM");
    }

    internal string Folder { get; }

    internal void AddStudy(
        string uid, string patientId, string name, string accession, string date, string modality, int seriesCount, int perSeries, string? characterSet = null)
    {
        for (int series = 1; series <= seriesCount; series++)
        {
            for (int instance = 1; instance <= perSeries; instance++)
            {
                DicomDataset dataset = new();
                if (characterSet is not null)
                {
                    dataset.SetString(DicomTags.SpecificCharacterSet, characterSet);
                }

                dataset.SetString(DicomTags.SopClassUid, modality == "CT" ? DicomUids.CTImageStorage : DicomUids.MRImageStorage);
                dataset.SetString(DicomTags.SopInstanceUid, $"{uid}.{series}.{instance}");
                dataset.SetString(DicomTags.StudyInstanceUid, uid);
                dataset.SetString(DicomTags.SeriesInstanceUid, $"{uid}.{series}");
                dataset.SetString(DicomTags.StudyDate, date);
                dataset.SetString(DicomTags.StudyTime, "101112");
                dataset.SetString(DicomTags.AccessionNumber, accession);
                dataset.SetString(DicomTags.Modality, modality);
                dataset.SetString(DicomTags.StudyDescription, modality + " study");
                dataset.SetString(DicomTags.SeriesDescription, "Series " + series);
                dataset.SetString(DicomTags.PatientName, name);
                dataset.SetString(DicomTags.PatientId, patientId);
                dataset.SetString(DicomTags.PatientBirthDate, "19700102");
                dataset.SetString(DicomTags.PatientSex, "O");
                dataset.SetString(DicomTags.StudyId, "1");
                dataset.SetString(DicomTags.SeriesNumber, $"{series}");
                dataset.SetString(DicomTags.InstanceNumber, $"{instance}");
                dataset.SetInt32(DicomTags.Rows, 4);
                dataset.SetInt32(DicomTags.Columns, 4);
                dataset.SetInt32(DicomTags.BitsAllocated, 8);
                dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, (byte)series, (byte)instance]));
                using DicomFile file = new(dataset);
                string folder = Path.Combine(Folder, uid, $"{series}");
                Directory.CreateDirectory(folder);
                file.Save(Path.Combine(folder, $"{instance}.dcm"));
            }
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
