using System;

namespace XnatTools.Dicom;

/// <summary>
/// An error of files or network. The message never contains values of a data set; offsets, tags, lengths and codes only.
/// </summary>
public class DicomException : Exception
{
    public DicomException(DicomErrorCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>What it is.</summary>
    public DicomErrorCode Code { get; }

    /// <summary>
    /// What was being done when the network failed, where that is known: <c>connecting</c>, <c>association request</c>, the
    /// operation (<c>C-FIND</c> ...), <c>receiving data</c>, <c>sending data</c>, <c>release</c>.
    /// </summary>
    public string? Phase { get; internal set; }
}
