using System;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Pixels;

/// <summary>How the samples of uncompressed pixel data lie in its bytes (PS3.5 8.1, PS3.3 C.7.6.3).</summary>
internal sealed class PixelShape
{
    private PixelShape(int rows, int columns, int samples, int bits, int stored, long frames, bool planar, bool subsampled, bool luminance)
    {
        Rows = rows;
        Columns = columns;
        Samples = samples;
        BitsAllocated = bits;
        BitsStored = stored;
        Frames = frames;
        IsPlanar = planar;
        IsSubsampled = subsampled;
        IsLuminance = luminance;
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Samples { get; }

    /// <summary>1, 8, 16, 32 or 64.</summary>
    public int BitsAllocated { get; }

    public int BitsStored { get; }

    public long Frames { get; }

    /// <summary>One plane of each sample after the other in a frame, instead of the samples of a pixel together.</summary>
    public bool IsPlanar { get; }

    /// <summary>YBR_FULL_422: two pixels of a row share their colour, in four bytes Y Y B R.</summary>
    public bool IsSubsampled { get; }

    /// <summary>The first sample is brightness and the others are colour, which is none at half of their range.</summary>
    public bool IsLuminance { get; }

    /// <summary>Bytes of one sample; 1 for single bits.</summary>
    public int SampleBytes => Math.Max(1, BitsAllocated / 8);

    /// <summary>Bits of one line: a row of the image, or of one plane.</summary>
    public long LineBits => IsSubsampled ? 16L * Columns : (long)Columns * BitsAllocated * (IsPlanar ? 1 : Samples);

    /// <summary>Bits of one frame.</summary>
    public long FrameBits => LineBits * Rows * (IsPlanar ? Samples : 1);

    /// <summary>Bytes of all frames.</summary>
    public long TotalBytes => ((FrameBits * Frames) + 7) / 8;

    /// <summary>Reads the shape from the header, and holds it against the length of the pixel data.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="length">Length of the pixel data in bytes; -1 where it will be decoded to what the header says.</param>
    /// <exception cref="DicomException">The header does not say it, or says what is not possible.</exception>
    public static PixelShape Of(DicomDataset dataset, long length)
    {
        int rows = dataset.GetInt32(DicomTags.Rows) ?? 0;
        int columns = dataset.GetInt32(DicomTags.Columns) ?? 0;
        int samples = dataset.GetInt32(DicomTags.SamplesPerPixel) ?? 1;
        int bits = dataset.GetInt32(DicomTags.BitsAllocated) ?? 0;
        long frames = Math.Max(1, dataset.GetInt64(DicomTags.NumberOfFrames) ?? 1);
        string photometric = dataset.GetString(DicomTags.PhotometricInterpretation) ?? "";
        if (rows <= 0 || columns <= 0 || samples is < 1 or > 4)
        {
            throw new DicomException(DicomErrorCode.Damaged, "The header does not say how large the image is, so nothing in it can be blacked out.");
        }

        if (bits is not (1 or 8 or 16 or 32 or 64) || (bits == 1 && samples != 1))
        {
            throw new DicomException(DicomErrorCode.NotSupported, $"Pixels of {bits} bits in {samples} samples cannot be blacked out.");
        }

        bool ybr = photometric.StartsWith("YBR", StringComparison.Ordinal) && samples == 3;
        bool planar = samples > 1 && dataset.GetInt32(new DicomTag(0x00280006)) == 1;
        int stored = dataset.GetInt32(DicomTags.BitsStored) ?? bits;
        stored = stored < 1 || stored > bits ? bits : stored;
        PixelShape whole = new(rows, columns, samples, bits, stored, frames, planar, false, ybr);
        if (photometric is not ("YBR_FULL_422" or "YBR_PARTIAL_422" or "YBR_PARTIAL_420") || length < 0)
        {
            return whole.Checked(length);
        }

        // Some writers name the image so and write every sample: the length tells.
        if (length >= whole.TotalBytes)
        {
            return whole;
        }

        if (photometric == "YBR_PARTIAL_420" || bits != 8 || samples != 3 || columns % 2 != 0)
        {
            throw new DicomException(DicomErrorCode.NotSupported, $"Pixels of {photometric} that are not written whole cannot be blacked out.");
        }

        return new PixelShape(rows, columns, samples, bits, stored, frames, false, true, true).Checked(length);
    }

    /// <summary>The same with the samples of a pixel together.</summary>
    public PixelShape Together() => new(Rows, Columns, Samples, BitsAllocated, BitsStored, Frames, false, IsSubsampled, IsLuminance);

    private PixelShape Checked(long length) => length < 0 || TotalBytes <= length
        ? this
        : throw new DicomException(DicomErrorCode.Damaged, $"The pixel data has {length} bytes, and the header asks for {TotalBytes}.");
}
