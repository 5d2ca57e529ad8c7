using System;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Import.Nodes;

/// <summary>Names faults of files. A file's name may identify a patient, so messages tell its position.</summary>
public static class FileFaults
{
    /// <summary>The fault with a name, or null when it is none of a file.</summary>
    public static XnatException? Name(Exception error, DicomFileItem file) =>
        // The framework's own errors say the path, so they are not kept as inner ones.
        Explain(error) is { } known ? Make(known.Code, known.Reason, file, error as DicomException) : null;

    /// <summary>What went wrong with a file, without its name; null when it is no fault of a file.</summary>
    public static (XnatErrorCode Code, string Reason)? Explain(Exception error) => error switch
    {
        DicomException dicom => (XnatErrorCode.DicomInvalid, dicom.Message),
        FileNotFoundException or DirectoryNotFoundException => (XnatErrorCode.DicomFileNotFound, "There is no such file."),
        UnauthorizedAccessException => (XnatErrorCode.DicomFileUnreadable, "The right to read it is missing."),
        IOException => (XnatErrorCode.DicomFileUnreadable, "It could not be read."),
        _ => null,
    };

    /// <summary>An error about a file, named by its position.</summary>
    public static XnatException Make(XnatErrorCode code, string reason, DicomFileItem file, Exception? inner = null) =>
        new(code, $"File {file.Position}: {reason}", inner);
}
