using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace XnatTools.Dicom;

/// <summary>A-ASSOCIATE-RQ and A-ASSOCIATE-AC (PS3.8 9.3.2 and 9.3.3), both ways.</summary>
internal sealed partial class AssociatePdu
{
    public const byte RequestType = 1;
    public const byte AcceptType = 2;
    private const string ApplicationContext = "1.2.840.10008.3.1.1.1";

    public byte Type { get; init; } = RequestType;

    public int Version { get; set; } = 1;

    public string CalledAETitle { get; set; } = "";

    public string CallingAETitle { get; set; } = "";

    public string ApplicationContextUid { get; set; } = ApplicationContext;

    public bool HasKnownApplicationContext => ApplicationContextUid == ApplicationContext;

    public List<Context> Contexts { get; } = [];

    public uint MaxPduLength { get; set; }

    public string? ImplementationClassUid { get; set; }

    public string? ImplementationVersion { get; set; }

    public (ushort Invoked, ushort Performed)? AsynchronousOperations { get; set; }

    public List<(string Uid, bool Scu, bool Scp)> Roles { get; } = [];

    public List<(string Uid, byte[] Information)> Extended { get; } = [];

    public DicomUserIdentity? UserIdentity { get; set; }

    public bool UserIdentityAnswerWanted { get; set; }

    public byte[]? UserIdentityAnswer { get; set; }

    public byte[] Encode()
    {
        using MemoryStream pdu = new();
        Span<byte> fixedPart = stackalloc byte[74];
        fixedPart.Clear();
        fixedPart[0] = Type;
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart.Slice(6), 1);
        WriteTitle(fixedPart.Slice(10, 16), CalledAETitle);
        WriteTitle(fixedPart.Slice(26, 16), CallingAETitle);
        Write(pdu, fixedPart);
        WriteItem(pdu, 0x10, Encoding.ASCII.GetBytes(ApplicationContext));
        foreach (Context context in Contexts)
        {
            using MemoryStream item = new();
            Write(item, [context.Id, 0, Type == AcceptType ? context.Result : (byte)0, 0]);
            if (Type == RequestType)
            {
                WriteItem(item, 0x30, Encoding.ASCII.GetBytes(context.AbstractSyntax));
            }

            foreach (string syntax in context.TransferSyntaxes)
            {
                WriteItem(item, 0x40, Encoding.ASCII.GetBytes(syntax));
            }

            WriteItem(pdu, (byte)(Type == RequestType ? 0x20 : 0x21), item.ToArray());
        }

        WriteItem(pdu, 0x50, EncodeUserInformation());
        byte[] bytes = pdu.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(2), (uint)(bytes.Length - 6));
        return bytes;
    }

    private byte[] EncodeUserInformation()
    {
        using MemoryStream info = new();
        byte[] number = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, MaxPduLength);
        WriteItem(info, 0x51, number);
        WriteItem(info, 0x52, Encoding.ASCII.GetBytes(DicomFileWriter.ImplementationUid));
        if (AsynchronousOperations is { } window)
        {
            BinaryPrimitives.WriteUInt16BigEndian(number, window.Invoked);
            BinaryPrimitives.WriteUInt16BigEndian(number.AsSpan(2), window.Performed);
            WriteItem(info, 0x53, number);
        }

        foreach ((string uid, bool scu, bool scp) in Roles)
        {
            byte[] text = Encoding.ASCII.GetBytes(uid);
            byte[] role = new byte[text.Length + 4];
            BinaryPrimitives.WriteUInt16BigEndian(role, (ushort)text.Length);
            text.CopyTo(role, 2);
            role[text.Length + 2] = (byte)(scu ? 1 : 0);
            role[text.Length + 3] = (byte)(scp ? 1 : 0);
            WriteItem(info, 0x54, role);
        }

        WriteItem(info, 0x55, Encoding.ASCII.GetBytes("XNATTOOLS"));
        foreach ((string uid, byte[] information) in Extended)
        {
            byte[] text = Encoding.ASCII.GetBytes(uid);
            byte[] extended = new byte[2 + text.Length + information.Length];
            BinaryPrimitives.WriteUInt16BigEndian(extended, (ushort)text.Length);
            text.CopyTo(extended, 2);
            information.CopyTo(extended, 2 + text.Length);
            WriteItem(info, 0x56, extended);
        }

        if (Type == RequestType && UserIdentity is { } user)
        {
            using MemoryStream identity = new();
            Write(identity, [(byte)user.Type, 1]);
            WriteCounted(identity, user.Primary);
            WriteCounted(identity, user.Secondary);
            WriteItem(info, 0x58, identity.ToArray());
        }
        else if (Type == AcceptType && UserIdentityAnswer is { } answer)
        {
            using MemoryStream identity = new();
            WriteCounted(identity, answer);
            WriteItem(info, 0x59, identity.ToArray());
        }

        return info.ToArray();
    }

    private static void WriteTitle(Span<byte> place, string title)
    {
        place.Fill((byte)' ');
        Encoding.ASCII.GetBytes(title).AsSpan(0, Math.Min(16, title.Length)).CopyTo(place);
    }

    private static void WriteItem(MemoryStream stream, byte type, byte[] content)
    {
        Write(stream, [type, 0, (byte)(content.Length >> 8), (byte)content.Length]);
        stream.Write(content, 0, content.Length);
    }

    private static void WriteCounted(MemoryStream stream, byte[] content)
    {
        Write(stream, [(byte)(content.Length >> 8), (byte)content.Length]);
        stream.Write(content, 0, content.Length);
    }

    private static void Write(MemoryStream stream, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            stream.WriteByte(b);
        }
    }

    internal sealed class Context
    {
        public byte Id { get; init; }

        public byte Result { get; set; }

        public string AbstractSyntax { get; set; } = "";

        public List<string> TransferSyntaxes { get; } = [];
    }
}
