using System;
using System.Collections.Generic;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>One record of a DICOMDIR: a patient, study, series, image or other object, with the records below it.</summary>
public sealed class DicomDirectoryRecord
{
    internal DicomDirectoryRecord(DicomDataset dataset, long offset)
    {
        Dataset = dataset;
        Offset = offset;
        RecordType = dataset.GetString(DicomTags.DirectoryRecordType) ?? "";
        SopInstanceUid = dataset.GetString(DicomTags.ReferencedSopInstanceUidInFile);
        FileId = dataset.GetStrings(DicomTags.ReferencedFileId);

        // Zero means that the record is not in use; the element is retired, and missing in many files.
        IsInUse = dataset.GetInt32(DicomTags.RecordInUseFlag) != 0;
    }

    /// <summary>Keys of the record, such as PatientID or SeriesNumber.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>Kind of record (0004,1430): PATIENT, STUDY, SERIES, IMAGE, PRIVATE and others.</summary>
    public string RecordType { get; }

    /// <summary>SOP Instance UID of the object; null for records without a file.</summary>
    public string? SopInstanceUid { get; }

    /// <summary>Parts of the path of its file from the folder of the DICOMDIR; none for records without a file.</summary>
    public IReadOnlyList<string> FileId { get; }

    /// <summary>Byte in the DICOMDIR at which the record begins, which other records name it by.</summary>
    public long Offset { get; }

    /// <summary>False for a record that was taken out of use and is still there.</summary>
    public bool IsInUse { get; }

    /// <summary>Records of the next level below, in the order of their links.</summary>
    public IReadOnlyList<DicomDirectoryRecord> Children => Lower;

    internal List<DicomDirectoryRecord> Lower { get; } = [];

    /// <summary>The path of the record's file.</summary>
    /// <param name="folder">Folder of the DICOMDIR.</param>
    /// <exception cref="DicomException">The record names no file, or one outside of the folder.</exception>
    public string GetPath(string folder)
    {
        if (FileId.Count == 0)
        {
            throw new DicomException(DicomErrorCode.NotSupported, "The directory record names no file.");
        }

        string path = folder ?? throw new ArgumentNullException(nameof(folder));
        foreach (string part in FileId)
        {
            // Files come from anywhere: none may lead out of its medium.
            if (part.Length == 0 || part is "." or ".." || part.IndexOfAny(['/', '\\', ':', '\0']) >= 0)
            {
                throw new DicomException(DicomErrorCode.ValueInvalid, "A directory record names a file outside of its folder.");
            }

            path = Path.Combine(path, part);
        }

        return path;
    }
}
