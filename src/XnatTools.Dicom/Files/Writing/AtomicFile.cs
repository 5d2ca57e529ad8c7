using System;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>Writes a file beside its place and puts it there in one step; after a failure nothing is left.</summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private bool _committed;
#if NETFRAMEWORK
    private readonly FileStream _stream;
#endif

    public AtomicFile(string path)
    {
        _path = Follow(Path.GetFullPath(path));

        // Not the name of the file: names of files can hold identifiers and temporary ones turn up in logs.
        _temporary = Path.Combine(Path.GetDirectoryName(_path) ?? ".", "." + Guid.NewGuid().ToString("N") + ".tmp");
#if NETFRAMEWORK
        _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        Output = new DicomOutput(_stream);
#else
        DicomFileOutput output = new(_temporary);
        Output = output;
        if (!OperatingSystem.IsWindows() && File.Exists(_path))
        {
            try
            {
                // Before a byte is in it: who may not read the old file may not read the new one.
                File.SetUnixFileMode(output.Handle, File.GetUnixFileMode(_path));
            }
            catch
            {
                Dispose();
                throw;
            }
        }
#endif
    }

    /// <summary>Where to write.</summary>
    public DicomOutput Output { get; }

    public static void Write(string path, Action<DicomOutput> write, Action<string>? check = null)
    {
        using AtomicFile file = new(path);
        write(file.Output);
        file.Commit(check);
    }

    /// <summary>Puts the file at its place, after a check that is given its path beside it and may throw.</summary>
    public void Commit(Action<string>? check = null)
    {
        Output.FlushBuffer();
        Close();
        check?.Invoke(_temporary);
#if NETFRAMEWORK
        if (File.Exists(_path))
        {
            File.Replace(_temporary, _path, null);
        }
        else
        {
            File.Move(_temporary, _path);
        }
#else
        File.Move(_temporary, _path, overwrite: true);
#endif
        _committed = true;
    }

    public void Dispose()
    {
        if (_committed)
        {
            return;
        }

        Close();
        try
        {
            File.Delete(_temporary);
        }
        catch (IOException)
        {
            // The first error is the one to tell.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Deletes files of a folder that a process left beside their place when it was killed.</summary>
    public static void DeleteDrafts(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, ".*.tmp"))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (name.Length == 33 && Guid.TryParseExact(name.Substring(1), "N", out _))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>What a link leads to: replacing the link itself would leave the file as it was, with all that was to be taken out of it.</summary>
    private static string Follow(string path)
    {
#if NETFRAMEWORK
        return path;
#else
        return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
#endif
    }

    private void Close()
    {
        Output.Dispose();
#if NETFRAMEWORK
        _stream.Dispose();
#endif
    }
}
