using System;
using System.Buffers.Binary;

namespace XnatTools.Dicom;

/// <content>Reading what a peer sent.</content>
internal sealed partial class AssociatePdu
{
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
}
