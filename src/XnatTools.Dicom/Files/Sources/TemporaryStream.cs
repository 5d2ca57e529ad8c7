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
        if (OperatingSystem.IsWindows())
        {
            // The system itself deletes it with its last handle, even of a process that is killed.
            return new FileStream(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        options.Options = FileOptions.None;
        FileStream stream = new(path, options);
        try
        {
            // Without a name it goes with the process, however that ends.
            File.Delete(path);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
#endif
    }
}
