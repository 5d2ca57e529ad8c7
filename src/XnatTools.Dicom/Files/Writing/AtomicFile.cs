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
        _path = Path.GetFullPath(path);

        // Not the name of the file: names of files can hold identifiers and temporary ones turn up in logs.
        _temporary = Path.Combine(Path.GetDirectoryName(_path) ?? ".", "." + Guid.NewGuid().ToString("N") + ".tmp");
#if NETFRAMEWORK
        _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        Output = new DicomOutput(_stream);
#else
        Output = new DicomFileOutput(_temporary);
#endif
    }

    /// <summary>Where to write.</summary>
    public DicomOutput Output { get; }

    public static void Write(string path, Action<DicomOutput> write)
    {
        using AtomicFile file = new(path);
        write(file.Output);
        file.Commit();
    }

    /// <summary>Puts the file at its place.</summary>
    public void Commit()
    {
        Output.FlushBuffer();
        Close();
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

    private void Close()
    {
        Output.Dispose();
#if NETFRAMEWORK
        _stream.Dispose();
#endif
    }
}
