using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace XnatTools.Sandbox.Receiver;

/// <summary>
/// Preamble and file meta group for a data set that arrives as a stream: what follows is written behind it as it came, so that
/// neither the pixel data nor the transfer syntax is touched.
/// </summary>
internal static class Part10Header
{
    private const string ImplementationClassUid = "2.25.197243391853067843230948721543380214756";
    private const string ImplementationVersion = "XNATTOOLS";

    public static byte[] Build(string sopClassUid, string sopInstanceUid, string transferSyntaxUid, string callingAETitle)
    {
        using MemoryStream group = new();
        Write(group, 0x0001, "OB", [0, 1]);
        Write(group, 0x0002, "UI", Uid(sopClassUid));
        Write(group, 0x0003, "UI", Uid(sopInstanceUid));
        Write(group, 0x0010, "UI", Uid(transferSyntaxUid));
        Write(group, 0x0012, "UI", Uid(ImplementationClassUid));
        Write(group, 0x0013, "SH", Text(ImplementationVersion));
        Write(group, 0x0016, "AE", Text(callingAETitle));

        using MemoryStream whole = new();
        whole.Write(new byte[128]);
        whole.Write("DICM"u8);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)group.Length);
        Write(whole, 0x0000, "UL", length);
        group.WriteTo(whole);
        return whole.ToArray();
    }

    private static void Write(MemoryStream target, ushort element, string vr, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(head, 0x0002);
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], element);
        Encoding.ASCII.GetBytes(vr, head[4..]);
        if (vr == "OB")
        {
            BinaryPrimitives.WriteUInt16LittleEndian(head[6..], 0);
            BinaryPrimitives.WriteUInt32LittleEndian(head[8..], (uint)value.Length);
            target.Write(head);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(head[6..], (ushort)value.Length);
            target.Write(head[..8]);
        }

        target.Write(value);
    }

    private static byte[] Uid(string value) => Encoding.ASCII.GetBytes(value.Length % 2 == 0 ? value : value + "\0");

    private static byte[] Text(string value) => Encoding.ASCII.GetBytes(value.Length % 2 == 0 ? value : value + " ");
}
