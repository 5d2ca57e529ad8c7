using System;
using System.IO;
using System.Linq;
using System.Threading;
using XnatTools.Dicom;
using Xunit;

namespace XnatTools.Upload.Tests;

public sealed class LocalScanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xnattools-scan-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_file_is_in_a_session_a_duplicate_or_left_out()
    {
        string[] files = Directory.GetFiles(Made.StudyFolder(0), "*", SearchOption.AllDirectories);
        foreach (string file in files)
        {
            File.Copy(file, Path.Combine(_folder, Guid.NewGuid().ToString("N")));
        }

        File.Copy(files[0], Path.Combine(_folder, "again.dcm"));
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "no image");
        File.WriteAllBytes(Path.Combine(_folder, "empty"), []);
        byte[] half = File.ReadAllBytes(files[1])[..^200];
        File.WriteAllBytes(Path.Combine(_folder, "half.dcm"), half);
        LocalScanResult result = LocalScan.Read(LocalScan.FilesOf(_folder), 3, CancellationToken.None);
        LocalSession session = Assert.Single(result.Sessions);
        Assert.Equal(files.Length, session.InstanceCount);
        Assert.Equal(1, result.Duplicates);
        Assert.Equal(3, result.Rejected.Count);
        Assert.Equal(files.Length + 4, session.InstanceCount + result.Duplicates + result.Rejected.Count);
        Assert.Single(result.Rejected, r => !r.IsForeign);
        Assert.All(result.Rejected, r => Assert.DoesNotContain(_folder, r.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_different_files_of_one_object_are_not_both_taken()
    {
        string source = Directory.GetFiles(Made.StudyFolder(0), "*", SearchOption.AllDirectories)[0];
        File.Copy(source, Path.Combine(_folder, "a.dcm"));
        using (DicomFile file = DicomFile.Open(source))
        {
            file.Dataset.SetString(DicomTags.PatientComments, "a longer comment than the other has");
            file.Save(Path.Combine(_folder, "b.dcm"));
        }

        LocalScanResult result = LocalScan.Read(LocalScan.FilesOf(_folder), 1, CancellationToken.None);
        Assert.Equal(1, result.Sessions.Sum(s => s.InstanceCount));
        Assert.Contains("same SOP instance", Assert.Single(result.Rejected).Reason, StringComparison.Ordinal);
    }
}
