using System;
using System.Globalization;
using System.IO;
using System.Threading;

namespace XnatTools.Import.Direct.Staging;

/// <summary>
/// The staging folder of a run: studies under hashed names, and a folder for what is still arriving, which is this run's alone.
/// What earlier runs left half-written is removed when nobody holds it any more.
/// </summary>
internal sealed class StagingFolder : IDisposable
{
    private const string IncomingPrefix = ".incoming-";
    private const string LockName = "lock";

    private readonly FileStream _lock;
    private int _files;

    /// <exception cref="XnatException">The folder cannot be written.</exception>
    public StagingFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Path);
            RemoveLeftovers();
            Incoming = System.IO.Path.Combine(Path, IncomingPrefix + Guid.NewGuid().ToString("N"));
            Directory.CreateDirectory(Incoming);
            _lock = new FileStream(System.IO.Path.Combine(Incoming, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new XnatException(XnatErrorCode.FileWriteFailed, "The staging folder cannot be written.", e);
        }
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Where files are while they arrive; on the same disk, so that they are moved in one step.</summary>
    public string Incoming { get; }

    /// <summary>Folder of a study.</summary>
    public string StudyPath(string studyInstanceUid) => System.IO.Path.Combine(Path, SafeName.Hash(studyInstanceUid));

    /// <summary>A new name for a file that arrives.</summary>
    public string NewFile() => System.IO.Path.Combine(Incoming, Interlocked.Increment(ref _files).ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _lock.Dispose();
        Remove(Incoming);
    }

    private void RemoveLeftovers()
    {
        foreach (string folder in Directory.GetDirectories(Path, IncomingPrefix + "*"))
        {
            try
            {
                // Somebody's who is still at work cannot be opened.
                string file = System.IO.Path.Combine(folder, LockName);
                if (File.Exists(file))
                {
                    using FileStream held = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                }
                else if (Directory.GetCreationTimeUtc(folder) > DateTime.UtcNow.AddMinutes(-1))
                {
                    continue; // being made just now
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            Remove(folder);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run removes it.
        }
    }
}
