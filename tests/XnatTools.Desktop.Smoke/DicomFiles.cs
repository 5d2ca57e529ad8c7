using System;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Desktop.Smoke;

/// <summary>DICOM files: read, edited at any depth, replaced where they are, written in other syntaxes, damaged, and refused by name.</summary>
internal static class DicomFiles
{
    private const string Name = "Wang^XiaoDong=\u738B^\u5C0F\u6771";

    public static void Run(string folder)
    {
        string path = Path.Combine(folder, "one.dcm");
        byte[] pixels = new byte[300000];
        new Random(7).NextBytes(pixels);
        Make(path, pixels);
        using (DicomFile file = DicomFile.Open(path, DicomReadOptions.Header))
        {
            using DicomFile whole = DicomFile.Open(path);
            Console.WriteLine($"read {file.Dataset.GetString(DicomTags.PatientName) == Name} of {file.Dataset.GetItems(DicomTags.ReferencedImageSequence)!.Count} items, pixels {whole.OpenPixelData().Length}");
            file.Dataset.SetString(DicomTags.PatientId, "SUBJECT_01");
            file.Dataset.SetString(DicomPath.Parse("(0008,1140)[1]/StudyDescription"), "ITEM");
            file.Dataset.Remove(DicomTags.PatientBirthDate);

            // In the place of the file that it is read from.
            file.Save(path);
        }

        using (DicomFile file = DicomFile.Open(path))
        {
            DicomDataset item = file.Dataset.GetItems(DicomTags.ReferencedImageSequence)![1];
            Console.WriteLine($"edited {file.Dataset.GetString(DicomTags.PatientId)}, {item.GetString(DicomTags.StudyDescription)}, date {!file.Dataset.Contains(DicomTags.PatientBirthDate)}, pixels {Same(file, pixels)}");
            string deflated = Path.Combine(folder, "deflated.dcm");
            file.Save(deflated, DicomUids.DeflatedExplicitVRLittleEndian);
            Tell("deflated", deflated, pixels);
            string implicitOne = Path.Combine(folder, "implicit.dcm");
            file.Save(implicitOne, DicomUids.ImplicitVRLittleEndian);
            Tell("implicit", implicitOne, pixels);
        }

        BeDamaged(path, Path.Combine(folder, "cut.dcm"));
        MeetFaults(path);
        Console.WriteLine($"files {Directory.GetFiles(folder).Length}");
    }

    private static void Make(string path, byte[] pixels)
    {
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SpecificCharacterSet, "GB18030");
        dataset.SetString(DicomTags.SopClassUid, DicomUids.CTImageStorage);
        dataset.SetString(DicomTags.SopInstanceUid, "1.2.826.0.1.3680043.9.9997.2");
        dataset.SetString(DicomTags.PatientName, Name);
        dataset.SetString(DicomTags.PatientId, "PID1");
        dataset.SetString(DicomTags.PatientBirthDate, "19700101");
        DicomDataset item = new();
        item.SetString(DicomTags.ReferencedSopInstanceUid, "1.2.3");
        dataset.SetItems(DicomTags.ReferencedImageSequence, item, item.Clone());
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, pixels));
        using DicomFile file = new(dataset);
        file.Save(path);
    }

    private static bool Same(DicomFile file, byte[] pixels)
    {
        using Stream stream = file.OpenPixelData();
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray().AsSpan().SequenceEqual(pixels);
    }

    private static void Tell(string word, string path, byte[] pixels)
    {
        using DicomFile file = DicomFile.Open(path);
        Console.WriteLine($"{word} {file.Dataset.GetString(DicomTags.PatientId)}, pixels {Same(file, pixels)}");
    }

    private static void BeDamaged(string path, string cut)
    {
        byte[] bytes = File.ReadAllBytes(path);
        Array.Resize(ref bytes, bytes.Length - 1000);
        File.WriteAllBytes(cut, bytes);
        using DicomFile file = DicomFile.Open(cut);
        Console.WriteLine($"damaged {file.IsDamaged} {file.Dataset.GetString(DicomTags.PatientId)}");
    }

    private static void MeetFaults(string path)
    {
        foreach (Action<DicomFile> edit in new Action<DicomFile>[]
        {
            static file => file.Dataset.ConvertCharacterSet("ISO_IR 100"),
            static file => file.Dataset.SetString(DicomTags.StudyDate, "2024.01.02"),
            static _ => DicomFile.Open(typeof(DicomFiles).Assembly.Location).Dispose(),
        })
        {
            using DicomFile file = DicomFile.Open(path);
            try
            {
                edit(file);
                file.Save(path);
                Console.WriteLine("written");
            }
            catch (DicomException error)
            {
                Console.WriteLine($"fault {error.Code}");
            }
        }
    }
}
