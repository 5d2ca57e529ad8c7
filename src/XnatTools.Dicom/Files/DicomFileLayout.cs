using System;

namespace XnatTools.Dicom;

/// <summary>Where the parts of a file are in its source.</summary>
internal sealed class DicomFileLayout(string syntaxUid) : IDisposable
{
    public DicomTransferSyntax Syntax { get; } = new(syntaxUid);

    /// <summary>The file as it is; null for a new one.</summary>
    public DicomSource? Source { get; init; }

    /// <summary>What the data set is read from: the file, or what was inflated from it.</summary>
    public DicomSource? DatasetSource { get; init; }

    public bool HasPreamble { get; init; }

    /// <summary>First byte of the data set in the file.</summary>
    public long DatasetStart { get; init; }

    /// <summary>First byte, in the data set's source, that was not read as elements.</summary>
    public long RestStart { get; init; }

    /// <summary>Tags from here on were not read; zero when all were.</summary>
    public DicomTag StopTag { get; init; }

    public void Dispose()
    {
        DatasetSource?.Dispose();
        Source?.Dispose();
    }
}
