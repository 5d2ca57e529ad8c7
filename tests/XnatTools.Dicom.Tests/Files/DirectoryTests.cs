using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Files;

/// <summary>DICOMDIR: those that DCMTK makes, and those with bad links.</summary>
public sealed class DirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    [Trait("Category", "Peer")]
    public async Task A_directory_made_by_dcmmkdir_is_read_with_its_tree_and_files()
    {
        string path = await MakeAsync();
        DicomDirectory directory = DicomDirectory.Open(path);
        Assert.Empty(directory.Findings);
        Assert.Empty(directory.Unlinked);
        Assert.Equal("TESTSET", directory.FileSetId);
        Assert.Equal(["PATIENT", "PATIENT", "PATIENT", "PATIENT"], directory.Roots.Select(r => r.RecordType));
        Assert.Equal(5, directory.EnumerateAll().Count(r => r.RecordType == "STUDY"));
        Assert.Equal(6, directory.EnumerateAll().Count(r => r.RecordType == "SERIES"));
        List<DicomDirectoryRecord> images = directory.EnumerateAll().Where(r => r.RecordType == "IMAGE").ToList();
        Assert.Equal(13, images.Count);
        Assert.Equal(4 + 5 + 6 + 13, directory.Count);
        foreach (DicomDirectoryRecord patient in directory.Roots)
        {
            foreach (DicomDirectoryRecord image in patient.Children.SelectMany(study => study.Children).SelectMany(series => series.Children))
            {
                Assert.True(image.IsInUse);
                using DicomFile file = DicomFile.Open(image.GetPath(_folder.Path), DicomReadOptions.Header);
                Assert.Equal(image.SopInstanceUid, file.Dataset.GetString(DicomTags.SopInstanceUid));
                Assert.Equal(patient.Dataset.GetString(DicomTags.PatientId), file.Dataset.GetString(DicomTags.PatientId));
                Assert.Equal(patient.Dataset.GetString(DicomTags.PatientName), file.Dataset.GetString(DicomTags.PatientName));
            }
        }
    }

    [SkippableFact]
    [Trait("Category", "Peer")]
    public async Task Bad_links_are_reported_and_not_followed()
    {
        string path = await MakeAsync();
        DicomDirectory good = DicomDirectory.Open(path);
        long first = good.Roots[0].Offset;
        long second = good.Roots[1].Offset;

        // The second patient leads back to the first, and its studies to a place between records. Lengths stay.
        using (DicomFile file = DicomFile.Open(path))
        {
            DicomDataset item = file.Dataset.GetItems(DicomTags.DirectoryRecordSequence)!.Single(i => i.GetString(DicomTags.PatientId) == good.Roots[1].Dataset.GetString(DicomTags.PatientId) && i.GetString(DicomTags.DirectoryRecordType) == "PATIENT");
            item.SetString(DicomTags.NextRecordOffset, first.ToString(System.Globalization.CultureInfo.InvariantCulture));
            item.SetString(DicomTags.LowerLevelOffset, "7");
            file.Save(path);
        }

        DicomDirectory bad = DicomDirectory.Open(path);
        Assert.Equal([first, second], bad.Roots.Select(r => r.Offset));
        Assert.Empty(bad.Roots[1].Children);
        Assert.Equal(2, bad.Findings.Count);
        Assert.All(bad.Findings, finding => Assert.Equal(DicomFindingKind.BadLink, finding.Kind));
        Assert.Equal([7L, first], bad.Findings.Select(f => f.Offset));
        Assert.Equal(good.Count, bad.Count);
        Assert.Equal(bad.Count - bad.EnumerateAll().Count(), bad.Unlinked.Count);
        Assert.NotEmpty(bad.Unlinked);
    }

    [Fact]
    public void What_is_no_directory_is_refused_and_no_record_leads_out_of_its_folder()
    {
        string path = TestData.WriteArchive(_folder.Path)[0];
        Assert.Equal(DicomErrorCode.NotSupported, Assert.Throws<DicomException>(() => DicomDirectory.Open(path)).Code);
        foreach (string[] parts in new[] { new[] { "..", "X" }, ["/etc"], ["A/B"], ["C:"], [".", "X"] })
        {
            DicomDataset dataset = new();
            dataset.SetString(DicomTags.DirectoryRecordType, "IMAGE");
            dataset.SetString(DicomTags.ReferencedFileId, parts);
            Assert.Equal(DicomErrorCode.ValueInvalid, Assert.Throws<DicomException>(() => new DicomDirectoryRecord(dataset, 0).GetPath(_folder.Path)).Code);
        }
    }

    private async Task<string> MakeAsync()
    {
        Tool.Require("dcmmkdir");
        List<string> names = [];
        foreach (string path in TestData.WriteArchive(_folder.Folder("made")))
        {
            string name = "IMG" + Path.GetFileNameWithoutExtension(path);
            Directory.CreateDirectory(_folder.File("DATA"));
            File.Move(path, Path.Combine(_folder.File("DATA"), name));
            names.Add("DATA/" + name);
        }

        (int code, string output) = await Tool.RunAsync("dcmmkdir", _folder.Path, ["+F", "TESTSET", "-Nxc", "+m", "+id", _folder.Path, "+D", _folder.File("DICOMDIR"), .. names]);
        Assert.True(code == 0, output);
        return _folder.File("DICOMDIR");
    }
}
