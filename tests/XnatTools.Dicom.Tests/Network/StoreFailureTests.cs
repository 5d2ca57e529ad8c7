using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>What becomes of an association when our own side of a store fails.</summary>
public sealed class StoreFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_is_refused_is_refused_before_it_is_sent_and_the_association_goes_on()
    {
        List<string> paths = TestData.WriteArchive(_folder.Path);
        await using DicomServer server = DicomServer.Start(new ArchiveService([], _folder.Folder("stored")));
        await using DicomAssociation association = await DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", server.Port, "ARCHIVE"), PresentationContext.StorageOf(paths));
        using DicomFile file = DicomFile.Open(paths[0]);
        file.Dataset.SetString(DicomTags.StudyDate, "no date at all");
        Assert.Equal(DicomErrorCode.ValueInvalid, (await Assert.ThrowsAsync<DicomException>(() => association.StoreAsync(file))).Code);
        Assert.Equal(DicomStatus.Success, await association.StoreAsync(paths[0]));
    }

    [Fact]
    public async Task A_file_that_becomes_shorter_while_it_is_sent_ends_the_association()
    {
        List<string> paths = TestData.WriteArchive(_folder.Path);
        ArchiveService service = new([], _folder.Folder("stored"));
        await using DicomServer server = DicomServer.Start(service);
        await using DicomAssociation association = await DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", server.Port, "ARCHIVE"), PresentationContext.StorageOf(paths));
        using (DicomFile file = DicomFile.Open(paths[0]))
        {
            file.Dataset.SetString(DicomTags.PatientId, "EDITED");
            using (FileStream cut = new(paths[0], FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
                cut.SetLength(3000);
            }

            Assert.Equal(DicomErrorCode.Damaged, (await Assert.ThrowsAsync<DicomException>(() => association.StoreAsync(file))).Code);
        }

        Assert.Equal(DicomErrorCode.Aborted, (await Assert.ThrowsAsync<DicomException>(() => association.StoreAsync(paths[1]))).Code);
        for (int i = 0; i < 100 && Directory.GetFiles(_folder.File("stored")).Length > 0; i++)
        {
            // The server sees the abort a moment after we do.
            await Task.Delay(20);
        }

        Assert.Empty(service.Stored);
        Assert.Empty(Directory.GetFiles(_folder.File("stored")));
    }
}
