using System;
using System.IO;
using System.Threading;

namespace XnatTools.Import.Ledger;

/// <summary>Ledgers as files, readable by their owner only, each with a lock file beside it.</summary>
public sealed class DiskLedgerStore : ILedgerStore
{
    private const int Attempts = 10;

    private static readonly TimeSpan s_betweenAttempts = TimeSpan.FromMilliseconds(30);

    /// <summary>The only one needed.</summary>
    public static DiskLedgerStore Instance { get; } = new();

    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public Stream Create(string path)
    {
        string? folder = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
        {
            OwnerOnly.CreateFolder(folder!);
        }

        return OwnerOnly.Create(path);
    }

    /// <inheritdoc/>
    public Stream OpenWrite(string path) => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);

    /// <inheritdoc/>
    public Stream OpenRead(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);

    /// <inheritdoc/>
    public void Flush(Stream stream)
    {
        if (stream is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }
        else
        {
            stream.Flush();
        }
    }

    /// <inheritdoc/>
    public IDisposable? Lock(string path)
    {
        // A file of its own, because the ledger itself must stay readable; it is left behind, because deleting it would let two
        // processes hold locks on two files of that name.
        string? folder = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
        {
            OwnerOnly.CreateFolder(folder!);
        }

        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (IsBusy(error))
            {
                if (attempt == Attempts)
                {
                    return null;
                }

                // Whoever only asks has it open for an instant.
                using ManualResetEvent never = new(false);
                never.WaitOne(s_betweenAttempts);
            }
        }
    }

    /// <inheritdoc/>
    public bool IsLocked(string path)
    {
        try
        {
            using FileStream asked = new(path + ".lock", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (IOException error) when (IsBusy(error))
        {
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public bool IsStopAsked(string path) => File.Exists(path + ".stop");

    /// <inheritdoc/>
    public void AskStop(string path, bool stop)
    {
        if (!stop)
        {
            File.Delete(path + ".stop");
        }
        else if (!File.Exists(path + ".stop"))
        {
            using FileStream file = OwnerOnly.Create(path + ".stop");
        }
    }

    private static bool IsBusy(IOException error) => error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException);
}
