using System;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>A seekable stream; owned when told so.</summary>
internal sealed class DicomStreamSource(Stream stream, bool owned) : DicomSource
{
    public override long Length { get; } = stream.Length;

    public override int Read(long offset, byte[] buffer, int index, int count)
    {
        int total = 0;
        lock (stream)
        {
            stream.Position = offset;
            int got;
            while (total < count && (got = stream.Read(buffer, index + total, count - total)) > 0)
            {
                total += got;
            }
        }

        return total;
    }

    public override void Dispose()
    {
        if (owned)
        {
            stream.Dispose();
        }
    }
}
