#if !NETFRAMEWORK
using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace XnatTools.Upload;

/// <content>Where the processor multiplies without carries: folding of 64 bytes a step (Gopal and others, "Fast CRC computation for
/// generic polynomials using PCLMULQDQ", 2009), with the constants of the reflected polynomial.</content>
internal partial struct Crc32
{
    private const int LeastToFold = 64;

    /// <summary>Takes as many whole pieces of 16 bytes as there are, at least four.</summary>
    private static uint Fold(uint register, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<Vector128<ulong>> data = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        Vector128<ulong> a = data[0] ^ Vector128.CreateScalar((ulong)register);
        Vector128<ulong> b = data[1];
        Vector128<ulong> c = data[2];
        Vector128<ulong> d = data[3];
        data = data.Slice(4);
        Vector128<ulong> by = Vector128.Create(0x0154442bd4UL, 0x01c6e41596UL);
        while (data.Length >= 4)
        {
            a = Step(a, by) ^ data[0];
            b = Step(b, by) ^ data[1];
            c = Step(c, by) ^ data[2];
            d = Step(d, by) ^ data[3];
            data = data.Slice(4);
        }

        by = Vector128.Create(0x01751997d0UL, 0x00ccaa009eUL);
        a = Step(a, by) ^ b;
        a = Step(a, by) ^ c;
        a = Step(a, by) ^ d;
        foreach (Vector128<ulong> one in data)
        {
            a = Step(a, by) ^ one;
        }

        // 128 bits to 64, to 32 (Barrett).
        Vector128<ulong> low = Vector128.Create(0xFFFFFFFFUL, 0xFFFFFFFFUL);
        a = Sse2.ShiftRightLogical128BitLane(a, 8) ^ Pclmulqdq.CarrylessMultiply(a, by, 0x10);
        a = Sse2.ShiftRightLogical128BitLane(a, 4) ^ Pclmulqdq.CarrylessMultiply(a & low, Vector128.CreateScalar(0x0163cd6124UL), 0x00);
        Vector128<ulong> polynomial = Vector128.Create(0x01db710641UL, 0x01f7011641UL);
        Vector128<ulong> quotient = Pclmulqdq.CarrylessMultiply(a & low, polynomial, 0x10) & low;
        a ^= Pclmulqdq.CarrylessMultiply(quotient, polynomial, 0x00);
        return a.AsUInt32().GetElement(1);
    }

    private static Vector128<ulong> Step(Vector128<ulong> value, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(value, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, by, 0x11);
}
#endif
