using System;
using System.Buffers.Binary;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Pixels;

/// <summary>One frame of RLE Lossless (PS3.5 Annex G): a segment for each byte of each sample, highest byte first, PackBits in each.</summary>
internal static class RleFrame
{
    public const string Syntax = "1.2.840.10008.1.2.5";

    private const int HeaderLength = 64;

    /// <summary>Decodes into pixels with the samples of each together.</summary>
    public static void Decode(byte[] packed, byte[] pixels, PixelShape shape)
    {
        int bytes = shape.SampleBytes;
        int wanted = shape.Samples * bytes;
        int segments = packed.Length < HeaderLength ? 0 : BinaryPrimitives.ReadInt32LittleEndian(packed);
        if (segments != wanted)
        {
            throw new DicomException(DicomErrorCode.Damaged, $"A frame of RLE has {segments} segments, and its pixels need {wanted}.");
        }

        int count = shape.Rows * shape.Columns;
        for (int segment = 0; segment < segments; segment++)
        {
            long start = BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(4 + (segment * 4)));
            long end = segment + 1 < segments ? BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(8 + (segment * 4))) : packed.Length;
            if (start < HeaderLength || end > packed.Length || start > end)
            {
                throw new DicomException(DicomErrorCode.Damaged, "The segments of a frame of RLE lie outside of it.");
            }

            int place = (segment / bytes * bytes) + bytes - 1 - (segment % bytes);
            Unpack(packed.AsSpan((int)start, (int)(end - start)), pixels, place, wanted, count);
        }
    }

    private static void Unpack(ReadOnlySpan<byte> packed, byte[] pixels, int place, int step, int count)
    {
        int at = 0;
        int done = 0;
        while (done < count && at < packed.Length)
        {
            sbyte control = (sbyte)packed[at++];
            if (control >= 0)
            {
                int literal = Math.Min(control + 1, Math.Min(count - done, packed.Length - at));
                for (int i = 0; i < literal; i++)
                {
                    pixels[place + ((done + i) * step)] = packed[at + i];
                }

                at += control + 1;
                done += literal;
            }
            else if (control != -128)
            {
                if (at == packed.Length)
                {
                    break;
                }

                byte value = packed[at++];
                int repeat = Math.Min(1 - control, count - done);
                for (int i = 0; i < repeat; i++)
                {
                    pixels[place + ((done + i) * step)] = value;
                }

                done += repeat;
            }
        }

        if (done < count)
        {
            throw new DicomException(DicomErrorCode.Damaged, "A segment of a frame of RLE ends too early.");
        }
    }
}
