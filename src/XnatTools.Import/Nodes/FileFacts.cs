using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Import.Nodes;

/// <summary>What has to be known of a file before it is stored.</summary>
internal sealed class FileFacts
{
    public string SopClass { get; private init; } = "";

    public string SopInstance { get; private init; } = "";

    public string Syntax { get; private init; } = "";

    /// <summary>Size in bytes.</summary>
    public long Length { get; private init; }

    /// <summary>Why it cannot be stored, or null.</summary>
    public string? Trouble { get; private init; }

    /// <summary>Reads to the end, over the pixel data, so that half a file is not taken for a whole one.</summary>
    public static FileFacts Read(string path)
    {
        using DicomFile file = DicomFile.Open(path);
        string sopClass = file.Dataset.GetString(DicomTags.SopClassUid) ?? file.Meta.GetString(DicomTags.MediaStorageSopClassUid) ?? "";
        string sopInstance = file.Dataset.GetString(DicomTags.SopInstanceUid) ?? file.Meta.GetString(DicomTags.MediaStorageSopInstanceUid) ?? "";
        string? trouble = FileHeaderReader.DamageOf(file);
        if (sopClass == DicomUids.MediaStorageDirectory)
        {
            trouble = "The file is a directory of a medium (DICOMDIR), not an object.";
        }
        else if (trouble is null && (sopClass.Length == 0 || sopInstance.Length == 0))
        {
            trouble = "The file has no SOP class or instance UID.";
        }

        return new FileFacts { SopClass = sopClass, SopInstance = sopInstance, Syntax = file.TransferSyntaxUid, Length = new FileInfo(path).Length, Trouble = trouble };
    }
}
