using System;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>A temporary file that is gone when it is closed, and that only its owner may read: it holds a patient's data.</summary>
internal static class TemporaryStream
{
    private const int BufferSize = 81920;

    public static FileStream Create()
    {
        string path = Path.Combine(Path.GetTempPath(), "xt" + Guid.NewGuid().ToString("N") + ".tmp");
#if NETFRAMEWORK
        return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose);
#else
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = BufferSize,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
#endif
    }
}
