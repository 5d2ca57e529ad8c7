using System;
using System.Collections.Generic;
using System.IO;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Simulation.Process;

/// <summary>
/// A disk for ledgers that outlives the simulated process. What was written and not flushed is lost in part when the process
/// dies, so that a torn last line is met.
/// </summary>
public sealed class MemoryLedgerStore : ILedgerStore
{
    private readonly Dictionary<string, Disk> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stops = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _locks = new(StringComparer.Ordinal);
    private readonly Random _random;

    public MemoryLedgerStore(int seed = 1) => _random = new Random(seed);

    /// <summary>What may kill the process while it writes; null: nothing.</summary>
    public ILife? Switch { get; set; }

    /// <summary>The process is dead: its locks are free, and what it had not flushed is there in part or not at all.</summary>
    public void Bury()
    {
        _locks.Clear();
        foreach (Disk file in _files.Values)
        {
            file.Bytes.SetLength(_random.NextInt64(file.Flushed, file.Bytes.Length + 1));
            file.Flushed = file.Bytes.Length;
        }

        Switch = null;
    }

    /// <summary>The bytes of a file.</summary>
    public byte[] Content(string path) => _files[path].Bytes.ToArray();

    /// <summary>Puts other bytes in their place, as a backup that is played back, or a file system that lost its last writes.</summary>
    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        Disk disk = _files[path];
        disk.Bytes.SetLength(0);
        disk.Bytes.Position = 0;
        disk.Bytes.Write(content);
        disk.Flushed = content.Length;
    }

    /// <inheritdoc/>
    public bool Exists(string path) => _files.ContainsKey(path);

    /// <inheritdoc/>
    public Stream Create(string path)
    {
        Disk disk = new();
        return _files.TryAdd(path, disk) ? new Handle(Switch, disk) : throw new IOException("The file exists.");
    }

    /// <inheritdoc/>
    public Stream OpenWrite(string path) => new Handle(Switch, _files[path]);

    /// <inheritdoc/>
    public Stream OpenRead(string path) => new MemoryStream(_files[path].Bytes.ToArray(), writable: false);

    /// <inheritdoc/>
    public bool IsLocked(string path) => _locks.ContainsKey(path);

    /// <inheritdoc/>
    public void Flush(Stream stream)
    {
        Handle handle = (Handle)stream;
        handle.Life?.Step("ledger flush");
        handle.Disk.Flushed = handle.Disk.Bytes.Length;
        handle.Life?.Step("ledger flushed");
    }

    /// <inheritdoc/>
    public IDisposable? Lock(string path)
    {
        object holder = new();
        return _locks.TryAdd(path, holder) ? new Freed(() => ((ICollection<KeyValuePair<string, object>>)_locks).Remove(new KeyValuePair<string, object>(path, holder))) : null;
    }

    /// <inheritdoc/>
    public bool IsStopAsked(string path) => _stops.Contains(path);

    /// <inheritdoc/>
    public void AskStop(string path, bool stop)
    {
        if (stop)
        {
            _stops.Add(path);
        }
        else
        {
            _stops.Remove(path);
        }
    }

    private sealed class Disk
    {
        public MemoryStream Bytes { get; } = new();

        public long Flushed { get; set; }
    }

    private sealed class Freed(Action free) : IDisposable
    {
        public void Dispose() => free();
    }

    /// <summary>An open file: a place in the bytes that all handles of the file share. It dies with the process that opened it.</summary>
    private sealed class Handle(ILife? life, Disk disk) : Stream
    {
        public ILife? Life => life;

        public Disk Disk => disk;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => disk.Bytes.Length;

        public override long Position { get; set; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            disk.Bytes.Position = Position;
            int read = disk.Bytes.Read(buffer, offset, count);
            Position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

        public override void SetLength(long value)
        {
            disk.Bytes.SetLength(value);
            disk.Flushed = Math.Min(disk.Flushed, value);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            life?.Step("ledger write");
            disk.Bytes.Position = Position;
            disk.Bytes.Write(buffer, offset, count);
            Position += count;
        }
    }
}
