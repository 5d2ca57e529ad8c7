using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;
using XnatTools.Dicom;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>
/// C-STORE with nothing around it, to tell what a sender and what a receiver costs: a sender that puts the bytes of files into PDUs,
/// and a receiver that looks for the end of each object and acknowledges it. One association; nothing is checked.
/// </summary>
internal sealed class BareStore
{
    private const int BufferSize = 256 * 1024;
    private const int PduLength = 128 * 1024;
    private const int HeaderLength = 12;

    private readonly List<(string Path, byte[] Command, long Offset)> _objects;

    /// <summary>Reads where the data sets of the files begin, which is not to be measured.</summary>
    public BareStore(List<string> paths) => _objects = [.. paths.Select(Describe)];

    /// <summary>Sends every file as storescu does: the next once the one before is acknowledged.</summary>
    public Task SendAsync(int port, string calledAETitle) => Task.Factory.StartNew(() => Send(port, calledAETitle), TaskCreationOptions.LongRunning);

    /// <summary>Takes so many associations at once, until they end.</summary>
    /// <returns>The port it listens on, and their end.</returns>
    public static (int Port, Task End) Sink(int associations = 1)
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(associations);
        Task[] takers = [.. Enumerable.Range(0, associations).Select(_ => Task.Factory.StartNew(() => Take(listener), TaskCreationOptions.LongRunning))];
        return (((IPEndPoint)listener.LocalEndPoint!).Port, EndAsync());

        async Task EndAsync()
        {
            await Task.WhenAll(takers);
            listener.Dispose();
        }
    }

    private static (string Path, byte[] Command, long Offset) Describe(string path, int number)
    {
        using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
        DicomDataset command = DimseCommand.Request(DimseCommand.StoreRequest, (ushort)(number + 1), file.Dataset.GetString(DicomTags.SopClassUid)!, withDataset: true);
        command.SetString(DicomTags.AffectedSopInstanceUid, file.Dataset.GetString(DicomTags.SopInstanceUid));
        return (path, DimseChannel.EncodeCommand(command), file.DatasetOffset);
    }

    private void Send(int port, string calledAETitle)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        AssociatePdu request = new() { CalledAETitle = calledAETitle, CallingAETitle = "SENDER", MaxPduLength = PduLength };
        AssociatePdu.Context context = new() { Id = 1, AbstractSyntax = DicomUids.CTImageStorage };
        context.TransferSyntaxes.Add(DicomUids.ExplicitVRLittleEndian);
        request.Contexts.Add(context);
        socket.Send(request.Encode());
        byte[] buffer = new byte[BufferSize];
        Answer(socket, buffer, 2);
        foreach ((string path, byte[] command, long offset) in _objects)
        {
            using SafeFileHandle file = File.OpenHandle(path);
            long at = offset;
            long left = RandomAccess.GetLength(file) - offset;
            int used = Put(buffer, 0, 3, command.Length);
            command.CopyTo(buffer, HeaderLength);
            while (left > 0)
            {
                int size = (int)Math.Min(left, PduLength - 6);
                if (used + HeaderLength + size > buffer.Length)
                {
                    socket.Send(buffer.AsSpan(0, used));
                    used = 0;
                }

                RandomAccess.Read(file, buffer.AsSpan(used + HeaderLength, size), at);
                at += size;
                left -= size;
                used = Put(buffer, used, left == 0 ? (byte)2 : (byte)0, size);
            }

            socket.Send(buffer.AsSpan(0, used));
            Answer(socket, buffer, 4);
        }

        socket.Send([5, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
        Answer(socket, buffer, 6);
    }

    private static int Put(byte[] buffer, int at, byte control, int size)
    {
        Span<byte> header = buffer.AsSpan(at, HeaderLength);
        header[0] = 4;
        header[1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(header[2..], (uint)size + 6);
        BinaryPrimitives.WriteUInt32BigEndian(header[6..], (uint)size + 2);
        header[10] = 1;
        header[11] = control;
        return at + HeaderLength + size;
    }

    /// <summary>Reads one PDU, in as many pieces as it comes.</summary>
    private static void Answer(Socket socket, byte[] buffer, byte type)
    {
        int got = 0;
        while (got < 6 || got < 6 + BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(2)))
        {
            int more = socket.Receive(buffer, got, buffer.Length - got, SocketFlags.None);
            got += more > 0 ? more : throw new InvalidOperationException("The receiver went away.");
        }

        if (buffer[0] != type)
        {
            throw new InvalidOperationException("The receiver answered with a PDU of type " + buffer[0]);
        }
    }

    private static void Take(Socket listener)
    {
        using Socket socket = listener.Accept();
        socket.NoDelay = true;
        byte[] buffer = new byte[BufferSize];
        int start = 0;
        int end = 0;
        byte[] command = [];
        while (true)
        {
            // Six bytes of a PDU, six of its first value, and the values of small ones: more is not looked at.
            while (end - start < HeaderLength && !(end - start >= 10 && buffer[start] is 5 or 7))
            {
                end = Fill(socket, buffer, ref start, end);
                if (end == 0)
                {
                    return;
                }
            }

            int length = 6 + BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(start + 2));
            byte type = buffer[start];
            byte control = type == 4 ? buffer[start + 11] : (byte)0;
            bool keep = type == 1 || (type == 4 && (control & 1) != 0);
            while (keep && end - start < length)
            {
                end = Fill(socket, buffer, ref start, end);
            }

            switch (type)
            {
                case 1:
                    socket.Send(Accept(buffer.AsSpan(start + 6, length - 6)));
                    break;
                case 5:
                    socket.Send([6, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
                    break;
                case 4 when keep:
                    command = buffer.AsSpan(start + HeaderLength, length - HeaderLength).ToArray();
                    break;
            }

            byte context = buffer[start + 10];
            for (int left = length; left > 0;)
            {
                int size = Math.Min(left, end - start);
                start += size;
                left -= size;
                if (left > 0 && (end = Fill(socket, buffer, ref start, end)) == 0)
                {
                    return;
                }
            }

            if (type == 4 && control == 2)
            {
                DicomDataset asked = DicomReader.ReadBytes(command, DicomTransferSyntax.ImplicitLittleEndian);
                byte[] answer = DimseChannel.EncodeCommand(DimseCommand.Answer(asked, DicomStatus.Success, withDataset: false));
                byte[] pdu = new byte[HeaderLength + answer.Length];
                Put(pdu, 0, 3, answer.Length);
                pdu[10] = context;
                answer.CopyTo(pdu, HeaderLength);
                socket.Send(pdu);
            }
        }
    }

    private static int Fill(Socket socket, byte[] buffer, ref int start, int end)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        int got = socket.Receive(buffer, end, buffer.Length - end, SocketFlags.None);
        return got == 0 ? 0 : end + got;
    }

    private static byte[] Accept(ReadOnlySpan<byte> bytes)
    {
        AssociatePdu request = AssociatePdu.Decode(AssociatePdu.RequestType, bytes);
        AssociatePdu answer = new() { Type = AssociatePdu.AcceptType, CalledAETitle = request.CalledAETitle, CallingAETitle = request.CallingAETitle, MaxPduLength = PduLength };
        foreach (AssociatePdu.Context context in request.Contexts)
        {
            AssociatePdu.Context item = new() { Id = context.Id };
            item.TransferSyntaxes.Add(context.TransferSyntaxes[0]);
            answer.Contexts.Add(item);
        }

        return answer.Encode();
    }
}
