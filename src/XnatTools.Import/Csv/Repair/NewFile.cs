using System;
using System.IO;

namespace XnatTools.Import.Csv;

/// <summary>A file that appears whole or not at all: written beside its place, then moved there.</summary>
internal static class NewFile
{
    public static void Write(string path, bool force, Action<Stream> write)
    {
        string full = FullPath(path);
        if (!force && File.Exists(full))
        {
            throw Exists();
        }

        string temporary = full + "." + Guid.NewGuid().ToString("N").Substring(0, 8) + ".tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(true);
            }

            Replace(temporary, full, force);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new XnatException(XnatErrorCode.FileWriteFailed, "The new file could not be written.", e);
        }
        finally
        {
            Forget(temporary);
        }
    }

    public static string FullPath(string path)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "That is not a path.", e);
        }
    }

    private static void Replace(string temporary, string full, bool force)
    {
        if (File.Exists(full))
        {
            if (!force)
            {
                throw Exists();
            }

            File.Replace(temporary, full, null);
        }
        else
        {
            File.Move(temporary, full);
        }
    }

    private static void Forget(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A rest of a failed write; the failure itself is already on its way.
        }
    }

    private static XnatException Exists() => new(XnatErrorCode.FileExists, "The file exists already.");
}
