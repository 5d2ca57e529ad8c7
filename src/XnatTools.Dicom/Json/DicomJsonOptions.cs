using System;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>How data sets are written as JSON and read back.</summary>
public sealed class DicomJsonOptions
{
    internal static readonly DicomJsonOptions s_default = new();

    /// <summary>A line for each name.</summary>
    public bool Indented { get; init; }

    /// <summary>
    /// Values that stay in the file are written too, in base 64; otherwise, where they have no URI, they are named without their
    /// bytes. Pixel data in fragments has no form in JSON but a URI.
    /// </summary>
    public bool InlineLargeValues { get; init; }

    /// <summary>
    /// Asked for every element with a value that is no sequence: its path and the element; a URI that stands for the bytes
    /// (<c>BulkDataURI</c>), or null when the value itself is to be written.
    /// </summary>
    public Func<string, DicomElement, string?>? BulkDataUri { get; init; }

    /// <summary>
    /// Opens what a <c>BulkDataURI</c> of JSON that is read stands for, in little endian; null when it is not to be had. Without
    /// it such JSON is refused. Nothing is ever fetched by itself.
    /// </summary>
    public Func<string, Stream?>? OpenBulkData { get; init; }
}
