using System;
using System.IO;

namespace XnatTools.Upload;

/// <summary>An object in memory, in a buffer that the next one takes over.</summary>
internal sealed class HeldObject : WriteOnlyStream
{
    /// <summary>The buffer; <see cref="Count"/> bytes of it are the object.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>Bytes of the object.</summary>
    public int Count { get; private set; }

    /// <summary>Begins an object of about this length.</summary>
    public void Begin(int length)
    {
        Count = 0;
        if (Content.Length < length)
        {
            Content = new byte[length];
        }
    }

    /// <summary>Reads a file straight into the buffer, no more than it had when its length was asked for.</summary>
    public void ReadFrom(Stream source, int length)
    {
        while (Count < length && source.Read(Content, Count, length - Count) is > 0 and int read)
        {
            Count += read;
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Content.Length - Count < count)
        {
            byte[] larger = new byte[checked(Math.Max(Count + count, Content.Length + (Content.Length / 4)))];
            Buffer.BlockCopy(Content, 0, larger, 0, Count);
            Content = larger;
        }

        Buffer.BlockCopy(buffer, offset, Content, Count, count);
        Count += count;
    }
}
