using System;
using System.IO;
using System.IO.Compression;

namespace XnatTools.Dicom;

/// <summary>Puts a file together: what is unchanged from the source, the rest anew.</summary>
internal static class DicomFileWriter
{
    private const string ImplementationName = "XNATTOOLS";

    /// <summary>UID of this implementation, made once from a random UUID.</summary>
    public const string ImplementationUid = "2.25.197243391853067843230948721543380214756";

    public static void Write(DicomFile file, DicomOutput output, string? syntaxUid)
    {
        DicomFileLayout layout = file.Layout;
        DicomTransferSyntax target = new(syntaxUid ?? layout.Syntax.Uid);
        Check(file, target);
        if (layout.Source is { } whole && !file.Meta.IsModified && !file.Dataset.IsModified && target == layout.Syntax)
        {
            output.CopyFrom(whole, 0, whole.Length);
            return;
        }

        WriteMeta(file, output, target);
        if (!file.Dataset.IsModified && target == layout.Syntax && layout.Source is { } source)
        {
            output.CopyFrom(source, layout.DatasetStart, source.Length - layout.DatasetStart);
            return;
        }

        if (!target.IsDeflated)
        {
            WriteBody(file, output, target);
            return;
        }

        output.FlushBuffer();
        using OutputStream bytes = new(output);
        using (DeflateStream deflate = new(bytes, CompressionLevel.Optimal, leaveOpen: true))
        using (DicomOutput inner = new(deflate))
        {
            WriteBody(file, inner, DicomTransferSyntax.ExplicitLittleEndian);
            inner.FlushBuffer();
        }

        // PS3.5 A.5: an odd stream is filled with a zero.
        if ((bytes.Written & 1) != 0)
        {
            output.Write([0]);
        }
    }

    /// <summary>Writes the data set and what was not read of it.</summary>
    public static void WriteDataset(DicomFile file, DicomOutput output, DicomTransferSyntax target)
    {
        Check(file, target);
        WriteBody(file, output, target);
    }

    /// <summary>Writes preamble and meta group for a data set that follows as it was received.</summary>
    public static void WriteReceivedMeta(DicomOutput output, string sopClass, string sopInstance, string syntax, string source)
    {
        DicomDataset meta = new();
        meta.Set(new DicomElement(DicomTags.FileMetaInformationVersion, DicomVR.OB, [0, 1]));
        meta.SetString(DicomTags.MediaStorageSopClassUid, sopClass);
        meta.SetString(DicomTags.MediaStorageSopInstanceUid, sopInstance);
        meta.SetString(DicomTags.TransferSyntaxUid, syntax);
        meta.SetString(DicomTags.ImplementationClassUid, ImplementationUid);
        meta.SetString(DicomTags.ImplementationVersionName, ImplementationName);
        if (DicomNode.IsValidAETitle(source))
        {
            meta.SetString(DicomTags.SourceAETitle, source);
        }

        Span<byte> preamble = stackalloc byte[132];
        preamble.Clear();
        "DICM"u8.CopyTo(preamble.Slice(128));
        output.Write(preamble);
        DicomWriter writer = new(output, false, false);
        meta.SetInt32(DicomTags.FileMetaInformationGroupLength, (int)writer.Measure(meta));
        writer.WriteElements(meta);
    }

    /// <summary>Encodes a data set that is in memory, for the network.</summary>
    public static byte[] Encode(DicomDataset dataset, string syntaxUid)
    {
        DicomTransferSyntax syntax = new(syntaxUid);
        using MemoryStream bytes = new();
        using DicomOutput output = new(bytes);
        new DicomWriter(output, syntax.IsImplicit, syntax.IsBigEndian).WriteElements(dataset);
        output.FlushBuffer();
        return bytes.ToArray();
    }

    /// <summary>Refuses what cannot or must not be written, before a byte of it is.</summary>
    public static void Check(DicomFile file, DicomTransferSyntax target)
    {
        if (file.Dataset.IsSpoiled || file.Meta.IsSpoiled)
        {
            throw new InvalidOperationException("An edit of this data set failed or was refused midway; it cannot be written.");
        }

        DicomFileLayout layout = file.Layout;
        if (target != layout.Syntax && !(target.IsNative && (layout.Syntax.IsNative || !HoldsFragments(file.Dataset))))
        {
            throw new DicomException(DicomErrorCode.NotSupported, $"Pixel data is not converted from {layout.Syntax.Name} to {target.Name}.");
        }

        if (file.IsStrict)
        {
            DicomWriteRules.Check(file.Dataset);
        }

        ReadOnlySpan<DicomElement> elements = file.Dataset.AsSpan();
        if (layout.StopTag != default && elements.Length > 0 && elements[elements.Length - 1].Tag >= layout.StopTag)
        {
            throw new InvalidOperationException($"The file was read up to {layout.StopTag}; elements from there on cannot be set.");
        }
    }

    private static void WriteBody(DicomFile file, DicomOutput output, DicomTransferSyntax target)
    {
        DicomFileLayout layout = file.Layout;
        bool sameForm = target.IsImplicit == layout.Syntax.IsImplicit && target.IsBigEndian == layout.Syntax.IsBigEndian;
        if (layout.DatasetSource is { } rest && layout.StopTag != default && !sameForm)
        {
            throw new InvalidOperationException("Only a file that was read whole can be written in another syntax.");
        }

        new DicomWriter(output, target.IsImplicit, target.IsBigEndian).WriteElements(file.Dataset);
        if (layout.DatasetSource is { } tail && tail.Length > layout.RestStart && (sameForm || layout.StopTag != default))
        {
            output.CopyFrom(tail, layout.RestStart, tail.Length - layout.RestStart);
        }
    }

    /// <summary>Encapsulated pixel data is there, at any depth: it would have to be decoded first.</summary>
    private static bool HoldsFragments(DicomDataset dataset)
    {
        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            if (element.Fragments is not null)
            {
                return true;
            }

            foreach (DicomDataset item in element.Items ?? [])
            {
                if (HoldsFragments(item))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void WriteMeta(DicomFile file, DicomOutput output, DicomTransferSyntax target)
    {
        Span<byte> preamble = stackalloc byte[132];
        preamble.Clear();
        if (file.Layout.HasPreamble && file.Meta.Buffer is { Length: >= 132 } buffer)
        {
            buffer.Data.AsSpan(0, 128).CopyTo(preamble);
        }

        "DICM"u8.CopyTo(preamble.Slice(128));
        output.Write(preamble);
        DicomDataset meta = file.Meta.Clone();
        meta.SettleCut();
        Follow(file.Dataset, DicomTags.SopClassUid, meta, DicomTags.MediaStorageSopClassUid);
        Follow(file.Dataset, DicomTags.SopInstanceUid, meta, DicomTags.MediaStorageSopInstanceUid);
        if (meta.GetString(DicomTags.TransferSyntaxUid) != target.Uid)
        {
            meta.SetString(DicomTags.TransferSyntaxUid, DicomVR.UI, target.Uid);
        }

        if (!meta.Contains(DicomTags.FileMetaInformationVersion))
        {
            meta.Set(new DicomElement(DicomTags.FileMetaInformationVersion, DicomVR.OB, [0, 1]));
        }

        if (!meta.Contains(DicomTags.ImplementationClassUid))
        {
            meta.SetString(DicomTags.ImplementationClassUid, ImplementationUid);
            meta.SetString(DicomTags.ImplementationVersionName, ImplementationName);
        }

        DicomWriter writer = new(output, false, false);
        if (meta.IsModified || !meta.Contains(DicomTags.FileMetaInformationGroupLength))
        {
            meta.Remove(DicomTags.FileMetaInformationGroupLength);
            uint length = (uint)writer.Measure(meta);
            meta.SetString(DicomTags.FileMetaInformationGroupLength, DicomVR.UL, length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        writer.WriteElements(meta);
    }

    private static void Follow(DicomDataset dataset, DicomTag tag, DicomDataset meta, DicomTag metaTag)
    {
        string? value = dataset.GetString(tag);
        if (value is not null && meta.GetString(metaTag) != value && dataset.TryGet(tag, out DicomElement element))
        {
            // In its bytes: a UID that was read broken is not ours to refuse.
            byte[] bytes = element.ToBytes();
            meta.Set(new DicomElement(metaTag, DicomVR.UI, bytes.Length % 2 == 0 ? bytes : [.. bytes, 0]));
        }
    }
}
