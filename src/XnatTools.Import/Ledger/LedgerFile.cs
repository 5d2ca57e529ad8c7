using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace XnatTools.Import.Ledger;

/// <summary>
/// A ledger that is being written: locked for this process, appended to, and on the disk before a method returns. What is
/// written is taken into the same state that a reader would load, so that a resumed campaign knows exactly what this one knew.
/// </summary>
public sealed class LedgerFile : IDisposable
{
    private readonly ILedgerStore _store;
    private readonly TimeProvider _time;
    private readonly IDisposable _lock;
    private readonly Stream _stream;
    private readonly LedgerScan _scan;
    private readonly MemoryStream _record = new();
    private readonly MemoryStream _group = new();
    private bool _broken;

    private LedgerFile(string path, ILedgerStore store, TimeProvider time, IDisposable held, Stream stream, LedgerScan scan)
    {
        Path = path;
        _store = store;
        _time = time;
        _lock = held;
        _stream = stream;
        _scan = scan;
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>What it says so far.</summary>
    public LedgerState State => _scan.State;

    /// <summary>Begins a ledger. A file of that name must not exist.</summary>
    public static LedgerFile Create(string path, LedgerHeader header, IKeyProtector keys, TimeProvider? time = null, ILedgerStore? store = null)
    {
        store ??= DiskLedgerStore.Instance;
        IDisposable held = store.Lock(path) ?? throw Busy();
        Stream? stream = null;
        LedgerScan? scan = null;
        try
        {
            byte[] secret = IdentifierVault.NewSecret();
            stream = store.Create(path);
            scan = new LedgerScan(keys);
            LedgerFile file = new(path, store, time ?? TimeProvider.System, held, stream, scan);
            file.AppendFirst(new LedgerHeader
            {
                JobId = header.JobId,
                Site = header.Site,
                PacsId = header.PacsId,
                Project = header.Project,
                Receiver = header.Receiver,
                CsvHash = header.CsvHash,
                Lines = header.Lines,
                Module = header.Module,
                Force = header.Force,
                Settings = header.Settings,
                Protection = keys.Name,
                WrappedKey = Convert.ToBase64String(keys.Wrap(secret)),
            });
            return file;
        }
        catch (Exception error)
        {
            stream?.Dispose();
            scan?.Dispose();
            held.Dispose();
            if (error is IOException or UnauthorizedAccessException)
            {
                throw new XnatException(XnatErrorCode.LedgerUnusable, "The ledger cannot be written.", error);
            }

            throw;
        }
    }

    /// <summary>Opens a ledger to go on with it. The identifiers must be readable: without them nothing can be posted or looked for.</summary>
    public static LedgerFile Open(string path, IKeyProtector keys, TimeProvider? time = null, ILedgerStore? store = null)
    {
        store ??= DiskLedgerStore.Instance;
        if (!store.Exists(path))
        {
            throw new XnatException(XnatErrorCode.LedgerNotFound, "There is no such ledger.");
        }

        IDisposable held = store.Lock(path) ?? throw Busy();
        Stream? stream = null;
        LedgerScan scan = new(keys);
        try
        {
            stream = store.OpenWrite(path);
            scan.Read(stream);
            if (!scan.State.HasIdentifiers)
            {
                throw new XnatException(XnatErrorCode.LedgerUnusable, "The identifiers in the ledger are protected for another user or computer, or the key file of your account is gone.")
                {
                    Advice = "Go on with it as the user who began it, on the same computer. Where there is no Windows the key is the file ledger.key in the XnatTools folder of your application data: restore it from a backup.",
                };
            }

            if (scan.State.TornBytes > 0)
            {
                // It never reached the disk whole, so nothing was done on its account.
                stream.SetLength(scan.GoodLength);
                store.Flush(stream);
            }

            stream.Position = scan.GoodLength;
            return new LedgerFile(path, store, time ?? TimeProvider.System, held, stream, scan);
        }
        catch (Exception error)
        {
            stream?.Dispose();
            scan.Dispose();
            held.Dispose();
            if (error is IOException or UnauthorizedAccessException)
            {
                throw new XnatException(XnatErrorCode.LedgerUnusable, "The ledger cannot be opened for writing.", error);
            }

            throw;
        }
    }

    /// <summary>Whether some process is running the ledger now.</summary>
    public static bool IsHeld(string path, ILedgerStore? store = null) => (store ?? DiskLedgerStore.Instance).IsLocked(path);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _scan.Dispose();
        _record.Dispose();
        _group.Dispose();
        _lock.Dispose();
    }

    /// <summary>Appends one record; on the disk when it returns.</summary>
    internal void Append(LedgerEntry entry) => Append([entry]);

    /// <summary>Appends records of one step with one write; on the disk when it returns.</summary>
    internal void Append(IReadOnlyList<LedgerEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        if (_broken)
        {
            throw new XnatException(XnatErrorCode.LedgerUnusable, "The ledger could not be written to before; nothing more is done on its account.");
        }

        _group.SetLength(0);
        List<byte[]> lines = new(entries.Count);
        string last = _scan.Chain.Last;
        foreach (LedgerEntry entry in entries)
        {
            byte[] line = Make(entry, _scan.Chain.Last, _scan.Vault!);
            lines.Add(line);
            _group.Write(line, 0, line.Length);
        }

        Write();
        _scan.Chain.Last = last;
        Take(lines);
    }

    private static XnatException Busy() => new(XnatErrorCode.LedgerBusy, "Another process is running this campaign.");

    private void AppendFirst(LedgerHeader header)
    {
        byte[] line = Make(LedgerEntries.Begin(header), LedgerChain.Start, null!);
        _group.Write(line, 0, line.Length);
        Write();
        _scan.Chain.Last = LedgerChain.Start;
        Take([line]);
    }

    private void Take(List<byte[]> lines)
    {
        foreach (byte[] line in lines)
        {
            _scan.Take(line, 0, line.Length - 1, _scan.State.Records + 1);
        }
    }

    private void Write()
    {
        try
        {
            _stream.Write(_group.GetBuffer(), 0, (int)_group.Length);
            _store.Flush(_stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Nobody knows how much of it is on the disk: whoever opens the file next drops what is torn.
            _broken = true;
            throw new XnatException(XnatErrorCode.LedgerUnusable, "The ledger cannot be written: the disk may be full, or the file's server away. Nothing more is posted.", error);
        }
    }

    private byte[] Make(LedgerEntry entry, string previous, IdentifierVault vault)
    {
        _record.SetLength(0);
        using (Utf8JsonWriter json = new(_record))
        {
            json.WriteStartObject();
            json.Time("t", _time.GetUtcNow());
            json.WriteString("e", entry.Kind);
            entry.Write(json, vault);
            json.WriteString("prev", previous);
            json.WriteEndObject();
        }

        return _scan.Chain.Close(_record.GetBuffer().AsSpan(0, (int)_record.Length));
    }
}
