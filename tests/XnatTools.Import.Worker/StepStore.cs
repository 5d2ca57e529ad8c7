using System;
using System.IO;
using XnatTools.Import.Ledger;
using XnatTools.Import.Simulation.Process;

namespace XnatTools.Import.Worker;

/// <summary>The disk, where each record is written in two halves with a step between: a process killed there leaves a torn line.</summary>
internal sealed class StepStore(ILife life) : ILedgerStore
{
    private readonly DiskLedgerStore _disk = DiskLedgerStore.Instance;

    public bool Exists(string path) => _disk.Exists(path);

    public Stream Create(string path) => new Halves(_disk.Create(path), life);

    public Stream OpenWrite(string path) => new Halves(_disk.OpenWrite(path), life);

    public Stream OpenRead(string path) => _disk.OpenRead(path);

    public void Flush(Stream stream)
    {
        life.Step("ledger flush");
        _disk.Flush(((Halves)stream).File);
        life.Step("ledger flushed");
    }

    public IDisposable? Lock(string path) => _disk.Lock(path);

    public bool IsLocked(string path) => _disk.IsLocked(path);

    public bool IsStopAsked(string path) => _disk.IsStopAsked(path);

    public void AskStop(string path, bool stop) => _disk.AskStop(path, stop);

    private sealed class Halves(Stream file, ILife life) : Stream
    {
        public Stream File => file;

        public override bool CanRead => file.CanRead;

        public override bool CanSeek => file.CanSeek;

        public override bool CanWrite => file.CanWrite;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void SetLength(long value) => file.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count)
        {
            life.Step("ledger write");
            file.Write(buffer, offset, count / 2);
            file.Flush();
            life.Step("ledger half-written");
            file.Write(buffer, offset + (count / 2), count - (count / 2));
            file.Flush();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
