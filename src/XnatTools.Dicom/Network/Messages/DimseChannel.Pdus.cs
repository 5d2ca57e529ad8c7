using System;
using System.Buffers.Binary;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <content>The PDUs that carry pieces of messages, and those that end an association.</content>
internal sealed partial class DimseChannel
{
    /// <summary>Aborts with a reason of PS3.8 table 9-26 and makes the error to throw.</summary>
    public async Task<DicomException> FailAsync(string what, byte reason)
    {
        DicomException failure = new(DicomErrorCode.Protocol, $"The peer broke the protocol: {what}.");
        await AbortAsync(2, reason, failure).ConfigureAwait(false);
        return failure;
    }

    /// <summary>Sends A-ABORT and cuts the connection.</summary>
    public async Task AbortAsync(byte source, byte reason, DicomException failure)
    {
        try
        {
            _connection.SetDeadline(TimeSpan.FromSeconds(1), "abort");
            await SendControlAsync(7, source, reason).ConfigureAwait(false);
        }
        catch (DicomException)
        {
            // Gone already.
        }

        _connection.Kill(failure);
    }

    /// <summary>Reads on to the next piece; false when the association ends in order.</summary>
    private async ValueTask<bool> NextPdvAsync()
    {
        while (_pduRemaining == 0)
        {
            if (!await _connection.FillAsync(6).ConfigureAwait(false))
            {
                if (!DatasetEnded)
                {
                    throw _connection.Failure(null);
                }

                return false;
            }

            byte type = _connection.Received.Span[0];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(_connection.Received.Span.Slice(2));
            if (type != 4)
            {
                return await HandleControlAsync(type, length).ConfigureAwait(false);
            }

            // Some peers count the header into the limit, some do not: a few bytes more than announced are taken.
            if (length > (uint)_receiveLimit + 64 || length < 6)
            {
                throw await FailAsync("a PDU has an impossible length", 6).ConfigureAwait(false);
            }

            _connection.Take(6);
            _pduRemaining = (int)length;
        }

        if (_pduRemaining < 6 || !await _connection.FillAsync(6).ConfigureAwait(false))
        {
            throw await FailAsync("a PDU ends inside a presentation data value", 6).ConfigureAwait(false);
        }

        ReadOnlyMemory<byte> header = _connection.Received;
        uint size = BinaryPrimitives.ReadUInt32BigEndian(header.Span);
        if (size < 2 || size > (uint)_pduRemaining - 4)
        {
            throw await FailAsync("a presentation data value has an impossible length", 6).ConfigureAwait(false);
        }

        _pdvContext = header.Span[4];
        _pdvControl = header.Span[5];
        _connection.Take(6);
        _pduRemaining -= 6;
        _pdvRemaining = (int)size - 2;
        return true;
    }

    private async Task<bool> HandleControlAsync(byte type, uint length)
    {
        if (length != 4 || !await _connection.FillAsync(10).ConfigureAwait(false))
        {
            throw await FailAsync("an unexpected PDU came", 2).ConfigureAwait(false);
        }

        byte source = _connection.Received.Span[8];
        byte reason = _connection.Received.Span[9];
        _connection.Take(10);
        switch (type)
        {
            case 5:
                ReleaseRequested = true;
                await SendControlAsync(6).ConfigureAwait(false);
                return false;
            case 6:
                ReleaseConfirmed = true;
                return false;
            case 7:
                DicomException aborted = new(DicomErrorCode.Aborted, "The peer aborted the association: " + ExplainAbort(source, reason) + ".");
                _connection.Kill(aborted);
                throw aborted;
            default:
                throw await FailAsync("an unexpected PDU came", 2).ConfigureAwait(false);
        }
    }

    internal static string ExplainAbort(byte source, byte reason) => source == 0
        ? "its application ended it (service user)"
        : reason switch
        {
            1 => "it did not recognize a PDU",
            2 => "it did not expect a PDU",
            4 => "it did not recognize a parameter of a PDU",
            5 => "it did not expect a parameter of a PDU",
            6 => "a parameter of a PDU was invalid",
            _ => "its service provider gives no reason",
        };
}
