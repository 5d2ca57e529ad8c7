using System;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Pixels;

/// <summary>
/// Blacks out rectangles in every frame of one file's image, while the file is written: give <see cref="Edit"/> to the
/// context of a run. What cannot be decoded is refused; an image never goes out unmasked.
/// </summary>
public sealed class PixelMask
{
    private static readonly DicomTag s_planar = new(0x00280006);
    private static readonly DicomTag s_icon = new(0x00880200);

    private readonly string _syntax;
    private MaskedPixelSource? _source;

    /// <param name="transferSyntaxUid">The syntax that the data set was read in.</param>
    public PixelMask(string transferSyntaxUid) => _syntax = transferSyntaxUid ?? throw new ArgumentNullException(nameof(transferSyntaxUid));

    /// <summary>True after the first rectangle: the file is then to be written as <see cref="TransferSyntaxUid"/>.</summary>
    public bool IsEdited => _source is not null;

    /// <summary>The small picture of the image was taken away, since it would show what was blacked out.</summary>
    public bool IconRemoved { get; private set; }

    /// <summary>The syntax to write in: as it was, or uncompressed explicit little endian after an edit.</summary>
    public string TransferSyntaxUid => IsEdited ? DicomUids.ExplicitVRLittleEndian : _syntax;

    /// <summary>Blacks out a rectangle. Samples become 0, those of colour beside brightness (YBR) the middle of their range.</summary>
    /// <exception cref="DicomException">The image cannot be decoded, or its header does not fit its pixels.</exception>
    public void Edit(DicomDataset dataset, DicomPixelRegion region)
    {
        if (dataset is null)
        {
            throw new ArgumentNullException(nameof(dataset));
        }

        if (_source is null)
        {
            Begin(dataset);
        }

        _source!.Add(region);
    }

    /// <summary>Tells why an image cannot be blacked out; null when it can.</summary>
    public static string? WhyNot(DicomDataset dataset, string transferSyntaxUid)
    {
        try
        {
            if (dataset is null || !dataset.TryGet(DicomTags.PixelData, out DicomElement pixels))
            {
                return "There is no pixel data.";
            }

            MakeSource(dataset, pixels, transferSyntaxUid, out _);
            return null;
        }
        catch (DicomException error)
        {
            return error.Message;
        }
    }

    private void Begin(DicomDataset dataset)
    {
        if (dataset.Contains(DicomTags.FloatPixelData) || dataset.Contains(DicomTags.DoubleFloatPixelData) || !dataset.TryGet(DicomTags.PixelData, out DicomElement pixels))
        {
            throw new DicomException(DicomErrorCode.NotSupported, "Only integer pixel data can be blacked out.");
        }

        _source = MakeSource(dataset, pixels, _syntax, out PixelShape shape);
        DicomVR vr = shape.BitsAllocated > 8 || pixels.VR != DicomVR.OB ? DicomVR.OW : DicomVR.OB;
        if (pixels.Fragments is not null)
        {
            vr = shape.BitsAllocated > 8 ? DicomVR.OW : DicomVR.OB;
            if (shape.Samples > 1 && !shape.IsPlanar)
            {
                dataset.SetInt32(s_planar, 0);
            }

            // Tables of places in fragments that are no longer there.
            dataset.Remove(DicomTags.ExtendedOffsetTable);
            dataset.Remove(DicomTags.ExtendedOffsetTableLengths);
        }

        dataset.Set(new DicomElement(DicomTags.PixelData, vr, null, 0, 0, new DicomBulk(_source, 0, _source.Length), 0, -1));
        IconRemoved = dataset.Remove(s_icon);
    }

    private static MaskedPixelSource MakeSource(DicomDataset dataset, in DicomElement pixels, string syntax, out PixelShape shape)
    {
        DicomTransferSyntax written = new(syntax);
        if (pixels.Fragments is not null)
        {
            if (!DecodedFrameSource.CanDecode(syntax))
            {
                throw new DicomException(DicomErrorCode.NotSupported, $"Pixel data in {written.Name} cannot be decoded here, so nothing in it can be blacked out; decompress the file first.");
            }

            shape = EncapsulatedShape(dataset, syntax);
            DecodedFrameSource decoded = new(DicomFrames.Of(dataset), shape, syntax);
            return new MaskedPixelSource(decoded, 0, decoded.Length, 1, shape);
        }

        if (!written.IsNative)
        {
            throw new DicomException(DicomErrorCode.Damaged, $"The file says {written.Name}, and its pixel data is not encapsulated.");
        }

        shape = PixelShape.Of(dataset, pixels.Length);
        bool bigEndian = pixels.IsBigEndian || (pixels.IsBulk && written.IsBigEndian);
        int swap = bigEndian ? pixels.VR.SwapUnit : 1;
        if (pixels.Bulk is { } bulk)
        {
            return new MaskedPixelSource(bulk.Source, bulk.Offset, bulk.Length, swap, shape);
        }

        byte[] bytes = pixels.ToBytes();
        return new MaskedPixelSource(new DicomStreamSource(new MemoryStream(bytes, writable: false), owned: false), 0, bytes.Length, swap, shape);
    }

    private static PixelShape EncapsulatedShape(DicomDataset dataset, string syntax)
    {
        PixelShape shape = PixelShape.Of(dataset, -1);
        if (shape.BitsAllocated == 1 || shape.FrameBits / 8 > int.MaxValue)
        {
            throw new DicomException(DicomErrorCode.NotSupported, $"Compressed frames of {shape.BitsAllocated} bits, or of that size, cannot be blacked out.");
        }

        string photometric = dataset.GetString(DicomTags.PhotometricInterpretation) ?? "";
        if (photometric.EndsWith("_422", StringComparison.Ordinal) || photometric.EndsWith("_420", StringComparison.Ordinal))
        {
            throw new DicomException(DicomErrorCode.NotSupported, $"Compressed frames of {photometric} cannot be blacked out.");
        }

        // RLE is decoded pixel by pixel, whatever the header says of planes; plain frames keep theirs.
        return syntax == RleFrame.Syntax ? shape.Together() : shape;
    }
}
