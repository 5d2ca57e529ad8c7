using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace XnatTools.Dicom;

/// <summary>A-ASSOCIATE-RQ and A-ASSOCIATE-AC (PS3.8 9.3.2 and 9.3.3), both ways.</summary>
internal sealed class AssociatePdu
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

    /// <summary>Reads the part after the six bytes of the PDU's header.</summary>
    public static AssociatePdu Decode(byte type, ReadOnlySpan<byte> body)
    {
        if (body.Length < 68)
        {
            throw Malformed();
        }

        AssociatePdu pdu = new()
        {
            Type = type,
            Version = BinaryPrimitives.ReadUInt16BigEndian(body),
            CalledAETitle = ReadText(body.Slice(4, 16)),
            CallingAETitle = ReadText(body.Slice(20, 16)),
            ApplicationContextUid = "",
        };
        body = body.Slice(68);
        while (TakeItem(ref body, out byte itemType, out ReadOnlySpan<byte> item))
        {
            switch (itemType)
            {
                case 0x10:
                    pdu.ApplicationContextUid = ReadText(item);
                    break;
                case 0x20 or 0x21:
                    pdu.Contexts.Add(DecodeContext(item));
                    if (pdu.Contexts.Count > 128)
                    {
                        throw Malformed();
                    }

                    break;
                case 0x50:
                    pdu.DecodeUserInformation(item);
                    break;
                default:
                    // PS3.8 9.3.1: what is not known is passed over.
                    break;
            }
        }

        return pdu;
    }

    private static Context DecodeContext(ReadOnlySpan<byte> item)
    {
        if (item.Length < 4)
        {
            throw Malformed();
        }

        Context context = new() { Id = item[0], Result = item[2] };
        item = item.Slice(4);
        while (TakeItem(ref item, out byte type, out ReadOnlySpan<byte> text))
        {
            if (type == 0x30)
            {
                context.AbstractSyntax = ReadText(text);
            }
            else if (type == 0x40)
            {
                context.TransferSyntaxes.Add(ReadText(text));
            }
        }

        return context;
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

    private void DecodeUserInformation(ReadOnlySpan<byte> info)
    {
        while (TakeItem(ref info, out byte type, out ReadOnlySpan<byte> item))
        {
            switch (type)
            {
                case 0x51 when item.Length >= 4:
                    MaxPduLength = BinaryPrimitives.ReadUInt32BigEndian(item);
                    break;
                case 0x52:
                    ImplementationClassUid = ReadText(item);
                    break;
                case 0x53 when item.Length >= 4:
                    AsynchronousOperations = (BinaryPrimitives.ReadUInt16BigEndian(item), BinaryPrimitives.ReadUInt16BigEndian(item.Slice(2)));
                    break;
                case 0x54:
                    string uid = ReadText(TakeCounted(ref item));
                    if (item.Length >= 2)
                    {
                        Roles.Add((uid, item[0] != 0, item[1] != 0));
                    }

                    break;
                case 0x55:
                    ImplementationVersion = ReadText(item);
                    break;
                case 0x56:
                    string extendedUid = ReadText(TakeCounted(ref item));
                    Extended.Add((extendedUid, item.ToArray()));
                    break;
                case 0x58 when item.Length >= 2:
                    byte userType = Math.Max((byte)1, item[0]);
                    UserIdentityAnswerWanted = item[1] != 0;
                    item = item.Slice(2);
                    byte[] primary = TakeCounted(ref item).ToArray();
                    UserIdentity = new DicomUserIdentity(userType, primary, TakeCounted(ref item).ToArray());
                    break;
                case 0x59:
                    UserIdentityAnswer = TakeCounted(ref item).ToArray();
                    break;
                default:
                    break;
            }
        }
    }

    private static bool TakeItem(ref ReadOnlySpan<byte> body, out byte type, out ReadOnlySpan<byte> item)
    {
        type = 0;
        item = default;
        if (body.IsEmpty)
        {
            return false;
        }

        if (body.Length < 4)
        {
            throw Malformed();
        }

        type = body[0];
        int length = BinaryPrimitives.ReadUInt16BigEndian(body.Slice(2));
        if (length > body.Length - 4)
        {
            throw Malformed();
        }

        item = body.Slice(4, length);
        body = body.Slice(4 + length);
        return true;
    }

    private static ReadOnlySpan<byte> TakeCounted(ref ReadOnlySpan<byte> item)
    {
        if (item.Length < 2)
        {
            throw Malformed();
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(item);
        if (length > item.Length - 2)
        {
            throw Malformed();
        }

        ReadOnlySpan<byte> content = item.Slice(2, length);
        item = item.Slice(2 + length);
        return content;
    }

    private static DicomException Malformed() => new(DicomErrorCode.Protocol, "The peer's association message is malformed.");

    private static string ReadText(ReadOnlySpan<byte> bytes) => CodeElement.Latin1.Decode(bytes).Trim(' ', '\0');

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
