using System;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>A value that is not in memory: a part of a source.</summary>
internal sealed class DicomBulk(DicomSource source, long offset, long length)
{
    public DicomSource Source { get; } = source;

    public long Offset { get; } = offset;

    public long Length { get; } = length;

    public Stream Open() => Source.OpenView(Offset, Length);

    public byte[] ReadAll()
    {
        byte[] bytes = new byte[checked((int)Length)];
        int got = Source.Read(Offset, bytes, 0, bytes.Length);
        return got == bytes.Length ? bytes : throw new DicomException(DicomErrorCode.Damaged, "The file ended inside a value.");
    }
}
