using System;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <content>Receiving.</content>
internal sealed partial class DimseChannel
{
    /// <summary>Bytes of a data set after which a peer has earned another period of time: one that drips cannot hold us.</summary>
    private const int BytesPerDeadline = 16 * 1024;

    /// <summary>Bytes of a data set after which its progress is told.</summary>
    private const int BytesPerReport = 64 * 1024;

    private int _sinceDeadline;

    /// <summary>Receives the next command; null when the peer asks for release, confirms ours, or closes in order.</summary>
    public async Task<DimseMessage?> ReceiveAsync()
    {
        byte[] command = new byte[512];
        int length = 0;
        byte context = 0;
        while (true)
        {
            if (!await NextPdvAsync().ConfigureAwait(false))
            {
                return null;
            }

            if ((_pdvControl & 1) == 0)
            {
                throw await FailAsync("data came where a command was due", 2).ConfigureAwait(false);
            }

            if (length > 0 && context != _pdvContext)
            {
                throw await FailAsync("a command changed its presentation context", 2).ConfigureAwait(false);
            }

            context = _pdvContext;
            if (length + _pdvRemaining > LargestCommand)
            {
                throw await FailAsync("a command is too long", 6).ConfigureAwait(false);
            }

            if (length + _pdvRemaining > command.Length)
            {
                Array.Resize(ref command, Math.Max(command.Length * 2, length + _pdvRemaining));
            }

            while (_pdvRemaining > 0)
            {
                int got = await TakeDataAsync(command, length, _pdvRemaining).ConfigureAwait(false);
                length += got;
            }

            if ((_pdvControl & 2) != 0)
            {
                break;
            }
        }

        Array.Resize(ref command, length);
        DicomDataset dataset;
        try
        {
            dataset = DicomReader.ReadBytes(command, DicomTransferSyntax.ImplicitLittleEndian);
        }
        catch (DicomException)
        {
            throw await FailAsync("a command cannot be read", 6).ConfigureAwait(false);
        }

        DimseMessage message = new(context, dataset);
        if (!dataset.Contains(DicomTags.CommandField))
        {
            throw await FailAsync("a command has no command field", 6).ConfigureAwait(false);
        }

        DatasetEnded = !message.HasDataset;
        _sinceDeadline = BytesPerDeadline;
        return message;
    }

    /// <summary>Receives a data set into memory, at most so many bytes.</summary>
    public async Task<byte[]> ReceiveDatasetAsync(DimseMessage message, int limit)
    {
        byte[] bytes = new byte[1024];
        int length = 0;
        while (!DatasetEnded)
        {
            int wanted = await AvailableAsync(message.ContextId).ConfigureAwait(false);
            if (length + (long)wanted > limit)
            {
                throw await FailAsync("a data set is larger than the limit", 6).ConfigureAwait(false);
            }

            if (length + wanted > bytes.Length)
            {
                Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + wanted));
            }

            length += wanted == 0 ? 0 : await TakeDataAsync(bytes, length, wanted).ConfigureAwait(false);
        }

        Array.Resize(ref bytes, length);
        return bytes;
    }

    /// <summary>Receives a part of a data set; 0 at its end.</summary>
    public async Task<int> ReceiveDataAsync(DimseMessage message, byte[] buffer, int offset, int count)
    {
        while (!DatasetEnded)
        {
            int available = await AvailableAsync(message.ContextId).ConfigureAwait(false);
            if (available > 0)
            {
                return await TakeDataAsync(buffer, offset, Math.Min(count, available)).ConfigureAwait(false);
            }
        }

        return 0;
    }

    /// <summary>Receives the rest of a data set into a writer, straight from the buffer of the connection.</summary>
    public async Task ReceiveToAsync(DimseMessage message, DicomOutput output, IProgress<long>? progress = null)
    {
        long taken = 0;
        long told = 0;
        while (!DatasetEnded)
        {
            int available = await AvailableAsync(message.ContextId).ConfigureAwait(false);
            while (available > 0)
            {
                if (_connection.Received.IsEmpty && !await _connection.FillAsync(1).ConfigureAwait(false))
                {
                    throw _connection.Failure(null);
                }

                ReadOnlyMemory<byte> received = _connection.Received;
                int size = Math.Min(available, received.Length);
                output.Write(received.Span.Slice(0, size));
                Consume(size);
                available -= size;
                taken += size;
                if (progress is not null && taken - told >= BytesPerReport)
                {
                    told = taken;
                    progress.Report(taken);
                }
            }
        }
    }

    /// <summary>Reads a data set to its end without looking at it.</summary>
    public async Task DrainAsync(DimseMessage message)
    {
        byte[] sink = new byte[16 * 1024];
        while (await ReceiveDataAsync(message, sink, 0, sink.Length).ConfigureAwait(false) > 0)
        {
        }
    }

    private async Task<int> AvailableAsync(byte contextId)
    {
        if (_pdvRemaining == 0)
        {
            if (_sinceDeadline >= BytesPerDeadline)
            {
                _sinceDeadline = 0;
                _connection.SetDeadline(DataTimeout, "receiving data");
            }

            if (!await NextPdvAsync().ConfigureAwait(false))
            {
                throw _connection.Failure(null);
            }

            if ((_pdvControl & 1) != 0)
            {
                throw await FailAsync("a command came inside a data set", 2).ConfigureAwait(false);
            }

            if (_pdvContext != contextId)
            {
                throw await FailAsync("a data set changed its presentation context", 2).ConfigureAwait(false);
            }

            if (_pdvRemaining == 0 && (_pdvControl & 2) != 0)
            {
                EndDataset();
            }
        }

        return _pdvRemaining;
    }

    private async ValueTask<int> TakeDataAsync(byte[] buffer, int offset, int count)
    {
        if (_connection.Received.IsEmpty && !await _connection.FillAsync(1).ConfigureAwait(false))
        {
            throw _connection.Failure(null);
        }

        ReadOnlyMemory<byte> received = _connection.Received;
        int size = Math.Min(count, received.Length);
        received.Span.Slice(0, size).CopyTo(buffer.AsSpan(offset));
        Consume(size);
        return size;
    }

    private void Consume(int size)
    {
        _connection.Take(size);
        _pdvRemaining -= size;
        _pduRemaining -= size;
        _sinceDeadline += size;
        if (_pdvRemaining == 0 && (_pdvControl & 3) == 2)
        {
            EndDataset();
        }
    }

    /// <summary>What is done with a data set that is here has no deadline of the network.</summary>
    private void EndDataset()
    {
        DatasetEnded = true;
        _connection.ClearDeadline();
    }
}
