using System;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>Writes a file beside its place and puts it there in one step; after a failure nothing is left.</summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<DicomOutput> write)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? ".";

        // Not the name of the file: names of files can hold identifiers and temporary ones turn up in logs.
        string temporary = Path.Combine(folder, "." + Guid.NewGuid().ToString("N") + ".tmp");
        try
        {
#if NETFRAMEWORK
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1))
            using (DicomOutput output = new(stream))
            {
                write(output);
                output.FlushBuffer();
            }
#else
            using (DicomFileOutput output = new(temporary))
            {
                write(output);
                output.FlushBuffer();
            }
#endif
            Replace(temporary, full);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    private static void Replace(string temporary, string path)
    {
#if NETFRAMEWORK
        if (File.Exists(path))
        {
            File.Replace(temporary, path, null);
        }
        else
        {
            File.Move(temporary, path);
        }
#else
        File.Move(temporary, path, overwrite: true);
#endif
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // The first error is the one to tell.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
