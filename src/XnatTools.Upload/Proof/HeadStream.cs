using System;
using System.IO;

namespace XnatTools.Upload;

/// <summary>Keeps the first bytes that are written and lets the rest go.</summary>
internal sealed class HeadStream(int limit) : WriteOnlyStream
{
    private readonly MemoryStream _kept = new();

    public byte[] ToArray() => _kept.ToArray();

    public override void Write(byte[] buffer, int offset, int count)
    {
        int take = Math.Min(count, limit - (int)_kept.Length);
        if (take > 0)
        {
            _kept.Write(buffer, offset, take);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _kept.Dispose();
        }

        base.Dispose(disposing);
    }
}
