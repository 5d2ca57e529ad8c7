using System;
using System.Collections.Generic;
using System.IO;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Tests.Fakes;

/// <summary>Ledgers in memory, for runs on the driven clock; keeps what was flushed apart from what was only written.</summary>
internal sealed class MemoryLedgerStore : ILedgerStore
{
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly HashSet<string> _locked = [];
    private readonly HashSet<string> _stops = [];

    /// <summary>Called before each flush; what it throws is what the disk says.</summary>
    public Action? OnFlush { get; set; }

    public int Flushes { get; private set; }

    public byte[] this[string path]
    {
        get => _files[path];
        set => _files[path] = value;
    }

    public bool Exists(string path) => _files.ContainsKey(path);

    public Stream Create(string path)
    {
        if (!_files.TryAdd(path, []))
        {
            throw new IOException("exists");
        }

        return new Handle(this, path);
    }

    public Stream OpenWrite(string path) => new Handle(this, path);

    public Stream OpenRead(string path) => _files.TryGetValue(path, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : throw new FileNotFoundException();

    public void Flush(Stream stream)
    {
        OnFlush?.Invoke();
        Flushes++;
        ((Handle)stream).Keep();
    }

    public IDisposable? Lock(string path) => _locked.Add(path) ? new Release(this, path) : null;

    public bool IsLocked(string path) => _locked.Contains(path);

    public bool IsStopAsked(string path) => _stops.Contains(path);

    public void AskStop(string path, bool stop) => _ = stop ? _stops.Add(path) : _stops.Remove(path);

    private sealed class Handle : MemoryStream
    {
        private readonly MemoryLedgerStore _store;
        private readonly string _path;
        private long _kept;

        public Handle(MemoryLedgerStore store, string path)
        {
            _store = store;
            _path = path;
            byte[] bytes = store._files[path];
            Write(bytes, 0, bytes.Length);
            Position = 0;
            _kept = bytes.Length;
        }

        public void Keep()
        {
            // Grown by doubling, so that a long campaign does not copy its ledger at each flush.
            byte[] all = _store._files[_path];
            byte[] next = new byte[Length];
            Buffer.BlockCopy(all, 0, next, 0, (int)Math.Min(all.Length, Math.Min(_kept, Length)));
            Buffer.BlockCopy(GetBuffer(), 0, next, 0, (int)Length);
            _kept = Length;
            _store._files[_path] = next;
        }
    }

    private sealed class Release(MemoryLedgerStore store, string path) : IDisposable
    {
        public void Dispose() => store._locked.Remove(path);
    }
}
