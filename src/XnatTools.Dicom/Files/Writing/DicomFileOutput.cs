#if !NETFRAMEWORK
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace XnatTools.Dicom;

/// <summary>A file to write, where what comes from another file is copied by the kernel if it can.</summary>
internal sealed class DicomFileOutput : DicomOutput
{
    // Below this a read and a write cost no more than asking the kernel to copy.
    private const int SmallestCopy = 16 * 1024;

    private static bool s_canCopy = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    private readonly SafeFileHandle _file;
    private long _position;

    public DicomFileOutput(string path) => _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);

    public SafeFileHandle Handle => _file;

    public override void CopyFrom(DicomSource source, long offset, long length, int swapUnit = 1)
    {
        if (s_canCopy && Digests is null && swapUnit == 1 && length >= SmallestCopy && source is DicomFileSource file)
        {
            FlushBuffer();
            while (length > 0)
            {
                nint copied = copy_file_range(file.Handle, ref offset, _file, ref _position, (nint)Math.Min(length, 1 << 30), 0);
                if (copied <= 0)
                {
                    break;
                }

                length -= copied;
            }

            if (length == 0)
            {
                return;
            }

            // Not between these file systems, or not at all: the ordinary way does the rest.
            s_canCopy = false;
        }

        base.CopyFrom(source, offset, length, swapUnit);
    }

    public override void Dispose()
    {
        base.Dispose();
        _file.Dispose();
    }

    protected override void WriteOut(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, _position);
        _position += bytes.Length;
    }

#pragma warning disable SYSLIB1054, CA5392, IDE1006, SA1300 // The C library's own name; found by the loader's ordinary search.
    [DllImport("libc", SetLastError = true)]
    private static extern nint copy_file_range(SafeFileHandle from, ref long fromOffset, SafeFileHandle to, ref long toOffset, nint length, uint flags);
#pragma warning restore SYSLIB1054, CA5392, IDE1006, SA1300
}
#endif
