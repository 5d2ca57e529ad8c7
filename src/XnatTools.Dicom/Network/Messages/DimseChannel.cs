using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>
/// Messages over an established association: commands and data sets cut into PDVs and PDUs, and put together again. The
/// same on both sides. One reader and any number of senders, who take turns.
/// </summary>
internal sealed partial class DimseChannel : IDisposable
{
    private const int HeaderLength = 12;
    private const int LargestCommand = 64 * 1024;
    private const int SendBufferSize = 256 * 1024;

    private readonly DicomConnection _connection;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly int _receiveLimit;
    private readonly int _fragment;
    private readonly byte[] _out = ArrayPool<byte>.Shared.Rent(SendBufferSize + HeaderLength);
    private int _pduRemaining;
    private int _pdvRemaining;
    private byte _pdvContext;
    private byte _pdvControl;
    private int _disposed;

    /// <summary>Takes over a connection after the negotiation.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="receiveLimit">The PDU length we announced.</param>
    /// <param name="peerLimit">The PDU length the peer announced; 0 for none.</param>
    /// <param name="sendLimit">The most we want to send in a PDU.</param>
    public DimseChannel(DicomConnection connection, int receiveLimit, uint peerLimit, int sendLimit)
    {
        _connection = connection;
        _receiveLimit = receiveLimit;
        int limit = peerLimit == 0 ? sendLimit : (int)Math.Min(peerLimit, (uint)sendLimit);

        // The length of a PDU does not count its own six bytes; a PDV has six of its own. Pieces are of even length.
        _fragment = Math.Min(Math.Max(limit - 6, 16), SendBufferSize - HeaderLength) & ~1;
    }

    public DicomConnection Connection => _connection;

    /// <summary>The peer asked for release; no more messages come.</summary>
    public bool ReleaseRequested { get; private set; }

    /// <summary>The peer agreed to our release.</summary>
    public bool ReleaseConfirmed { get; private set; }

    /// <summary>Time for each piece of a data set.</summary>
    public TimeSpan DataTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Reading and sending go on beside each other (several operations under way): what is sent has a deadline of its own then.
    /// </summary>
    public bool IsConcurrent { get; init; }

    /// <summary>A data set that was announced has been read to its end.</summary>
    public bool DatasetEnded { get; private set; } = true;

    /// <summary>Sends a command, with a data set that is in memory or none.</summary>
    public async Task SendAsync(byte contextId, DicomDataset command, byte[]? dataset)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            int used = PutCommand(contextId, command);
            if (dataset is not null)
            {
                int offset = 0;
                do
                {
                    int size = Math.Min(_fragment, dataset.Length - offset);
                    if (used + HeaderLength + size > _out.Length)
                    {
                        await _connection.SendAsync(_out.AsMemory(0, used)).ConfigureAwait(false);
                        used = 0;
                    }

                    Buffer.BlockCopy(dataset, offset, _out, used + HeaderLength, size);
                    offset += size;
                    PutHeader(used, contextId, (byte)(offset == dataset.Length ? 2 : 0), size);
                    used += HeaderLength + size;
                }
                while (offset < dataset.Length);
            }

            await _connection.SendAsync(_out.AsMemory(0, used)).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a command with a data set out of a source, as many PDUs at a time as the buffer holds.</summary>
    public async Task SendAsync(byte contextId, DicomDataset command, DicomSource source, long offset, TimeSpan timeout)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            int used = PutCommand(contextId, command);
            long remaining = source.Length - offset;
            bool padded = (remaining & 1) != 0;
            do
            {
                if (used + HeaderLength + Math.Min(_fragment, remaining) + 1 > _out.Length)
                {
                    SetSendingDeadline(timeout);
                    await _connection.SendAsync(_out.AsMemory(0, used)).ConfigureAwait(false);
                    used = 0;
                }

                int size = (int)Math.Min(_fragment, remaining);
                if (source.Read(offset, _out, used + HeaderLength, size) != size)
                {
                    throw new DicomException(DicomErrorCode.Damaged, "The file became shorter while it was sent.");
                }

                offset += size;
                remaining -= size;
                bool last = remaining == 0;
                if (last && padded)
                {
                    // A data set of odd length: PDVs must be even, and a zero after the last element is passed over by all.
                    _out[used + HeaderLength + size++] = 0;
                }

                PutHeader(used, contextId, (byte)(last ? 2 : 0), size);
                used += HeaderLength + size;
            }
            while (remaining > 0);
            SetSendingDeadline(timeout);
            await _connection.SendAsync(_out.AsMemory(0, used)).ConfigureAwait(false);
        }
        catch
        {
            await CutAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _connection.ClearDeadline(_sending);
            _sending.Release();
        }
    }

    /// <summary>Sends a command with a data set that a writer produces piece by piece.</summary>
    public async Task SendWrittenAsync(byte contextId, DicomDataset command, Action<Stream> write, TimeSpan timeout)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            int used = PutCommand(contextId, command);
            SetSendingDeadline(timeout);
            await _connection.SendAsync(_out.AsMemory(0, used)).ConfigureAwait(false);
            await Task.Run(() =>
            {
                using PdvStream stream = new(this, contextId, timeout);
                write(stream);
                stream.Complete();
            }).ConfigureAwait(false);
        }
        catch
        {
            await CutAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _connection.ClearDeadline(_sending);
            _sending.Release();
        }
    }

    /// <summary>Sends a PDU without data: release and abort.</summary>
    public async Task SendControlAsync(byte type, byte source = 0, byte reason = 0)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            await _connection.SendAsync(new byte[] { type, 0, 0, 0, 0, 4, 0, 0, source, reason }).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _connection.Dispose();
        }
    }

    /// <summary>Encodes a command set in implicit little endian with its group length.</summary>
    internal static byte[] EncodeCommand(DicomDataset command)
    {
        using MemoryStream bytes = new();
        using DicomOutput output = new(bytes);
        DicomWriter writer = new(output, isImplicit: true, bigEndian: false);
        command.Remove(DicomTags.CommandGroupLength);
        uint length = (uint)writer.Measure(command);
        byte[] value = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(value, length);
        command.Set(new DicomElement(DicomTags.CommandGroupLength, DicomVR.UL, value));
        writer.WriteElements(command);
        output.FlushBuffer();
        return bytes.ToArray();
    }

    /// <summary>
    /// A data set was begun and does not come to its end: whatever followed would be taken for the rest of it, so the association ends here.
    /// The caller has the turn to send.
    /// </summary>
    private async Task CutAsync()
    {
        try
        {
            _connection.SetDeadline(TimeSpan.FromSeconds(1), "abort");
            await _connection.SendAsync(new byte[] { 7, 0, 0, 0, 0, 4, 0, 0, 0, 0 }).ConfigureAwait(false);
        }
        catch (DicomException)
        {
            // Gone already.
        }

        _connection.Kill(new DicomException(DicomErrorCode.Aborted, "The association was aborted: an object could not be sent to its end."));
    }

    private void SetSendingDeadline(TimeSpan timeout)
    {
        if (IsConcurrent)
        {
            _connection.SetDeadline(_sending, timeout, "sending data");
        }
        else
        {
            _connection.SetDeadline(timeout, "sending data");
        }
    }

    private int PutCommand(byte contextId, DicomDataset command)
    {
        byte[] bytes = EncodeCommand(command);
        int used = 0;
        int offset = 0;
        do
        {
            int size = Math.Min(_fragment, bytes.Length - offset);
            Buffer.BlockCopy(bytes, offset, _out, used + HeaderLength, size);
            offset += size;
            PutHeader(used, contextId, (byte)(offset == bytes.Length ? 3 : 1), size);
            used += HeaderLength + size;
        }
        while (offset < bytes.Length);
        return used;
    }

    private void PutHeader(int at, byte contextId, byte control, int size)
    {
        Span<byte> header = _out.AsSpan(at, HeaderLength);
        header[0] = 4;
        header[1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(header.Slice(2), (uint)(size + 6));
        BinaryPrimitives.WriteUInt32BigEndian(header.Slice(6), (uint)(size + 2));
        header[10] = contextId;
        header[11] = control;
    }
}
