using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;

namespace XnatTools.Dicom;

/// <summary>Finds out how a file is written, whatever it says of itself, and reads it.</summary>
internal static class DicomFileReader
{
    private const string GEImplicitBigPixels = "1.2.840.113619.5.2";

    public static DicomFile Read(DicomSource source, DicomReadOptions options)
    {
        List<DicomFinding> findings = [];
        using DicomReader reader = new(source, 0, source.Length, options, findings);
        bool preamble = SkipPreamble(reader);
        DicomDataset meta = ReadMeta(reader, preamble, findings);
        long start = reader.Here;
        reader.Restart();
        reader.EnterDataset();
        string? claimed = meta.GetString(DicomTags.TransferSyntaxUid) ?? options.AssumeTransferSyntax;
        if (options.Depth == DicomReadDepth.MetaOnly)
        {
            if (meta.Count == 0)
            {
                throw NotDicom();
            }

            DicomFileLayout metaLayout = new(claimed ?? DicomUids.ImplicitVRLittleEndian)
            {
                Source = source,
                DatasetSource = source,
                HasPreamble = preamble,
                DatasetStart = start,
                RestStart = start,
                StopTag = new DicomTag(1),
            };
            return new DicomFile(metaLayout, meta, Empty(), findings);
        }

        string uid = Detect(reader, claimed, meta.Count > 0, preamble, out bool deflated);
        if (deflated)
        {
            return ReadDeflated(source, options, findings, preamble, meta, start, uid);
        }

        DicomTransferSyntax syntax = new(uid);
        DicomDataset dataset = reader.ReadDataset(syntax.IsImplicit || uid == GEImplicitBigPixels, syntax.IsBigEndian);
        if (dataset.Count == 0 && meta.Count == 0)
        {
            throw NotDicom();
        }

        return Make(source, source, options, findings, preamble, meta, dataset, start, reader, uid);
    }

    public static DicomException NotDicom() => new(DicomErrorCode.NotDicom, "This is not a DICOM file.");

    private static DicomDataset Empty()
    {
        DicomDataset dataset = new();
        dataset.Settle([], 0, new DicomBuffer());
        return dataset;
    }

    private static DicomFile Make(DicomSource source, DicomSource datasetSource, DicomReadOptions options, List<DicomFinding> findings, bool preamble, DicomDataset meta, DicomDataset dataset, long start, DicomReader reader, string uid)
    {
        DicomTag stop = default;
        if (reader.Stopped && options.Depth != DicomReadDepth.All)
        {
            stop = options.Depth == DicomReadDepth.Header ? DicomTags.FloatPixelData : options.StopTag;
        }

        DicomFileLayout layout = new(uid)
        {
            Source = source,
            DatasetSource = datasetSource,
            HasPreamble = preamble,
            DatasetStart = start,
            RestStart = reader.Here,
            StopTag = stop,
        };
        return new DicomFile(layout, meta, dataset, findings);
    }

    private static bool SkipPreamble(DicomReader reader)
    {
        if (reader.Peek(132, out ReadOnlySpan<byte> head) && head.Slice(128).SequenceEqual("DICM"u8))
        {
            reader.Skip(132);
            return true;
        }

        reader.Report(DicomFindingKind.NoPreamble, 0, "There is no preamble with DICM after it.");
        if (reader.Peek(4, out head) && head.SequenceEqual("DICM"u8))
        {
            reader.Skip(4);
        }

        return false;
    }

    private static DicomDataset ReadMeta(DicomReader reader, bool preamble, List<DicomFinding> findings)
    {
        if (!reader.Peek(8, out ReadOnlySpan<byte> head))
        {
            throw NotDicom();
        }

        bool little = head[0] == 2 && head[1] == 0;
        bool big = head[0] == 0 && head[1] == 2;
        if (!little && !big)
        {
            reader.Report(DicomFindingKind.NoMeta, reader.Here, "There is no file meta group.");
            return Empty();
        }

        bool explicitVR = new DicomVR((ushort)((head[4] << 8) | head[5])).IsKnown;
        if (big || !explicitVR)
        {
            if (!preamble && !explicitVR && BinaryPrimitives.ReadUInt32LittleEndian(head.Slice(4)) > 1024)
            {
                throw NotDicom();
            }

            reader.Report(DicomFindingKind.WrongSyntax, reader.Here, "The file meta group is not written in explicit little endian.");
        }

        long start = reader.Here;
        DicomDataset meta = reader.ReadGroup(2, !explicitVR, big);
        long after = reader.Here;
        // Elements are looked at once their bytes are settled.
        reader.Finish();
        int? stated = meta.GetInt32(DicomTags.FileMetaInformationGroupLength);
        long real = after - start - 12;
        if (stated != real)
        {
            findings.Add(new DicomFinding(DicomFindingKind.MetaLength, start, "(0002,0000)", stated is null ? "The meta group has no length." : $"The meta group says {stated} bytes and has {real}."));
        }

        return meta;
    }

    /// <summary>Compares what is claimed with what the first element looks like.</summary>
    private static string Detect(DicomReader reader, string? claimed, bool hasMeta, bool preamble, out bool deflated)
    {
        deflated = false;
        DicomTransferSyntax syntax = new(claimed ?? DicomUids.ExplicitVRLittleEndian);
        if (!reader.Peek(8, out ReadOnlySpan<byte> head))
        {
            if (!hasMeta)
            {
                throw NotDicom();
            }

            reader.Report(DicomFindingKind.Truncated, reader.Here, "There is no data set.");
            return syntax.Uid;
        }

        bool known = new DicomVR((ushort)((head[4] << 8) | head[5])).IsKnown;
        bool bigGroup = head[0] == 0 && head[1] != 0;
        DicomTag tag = new(BinaryPrimitives.ReadUInt16LittleEndian(head), BinaryPrimitives.ReadUInt16LittleEndian(head.Slice(2)));
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(head.Slice(4));
        string found = known ? (bigGroup ? DicomUids.ExplicitVRBigEndian : DicomUids.ExplicitVRLittleEndian) : DicomUids.ImplicitVRLittleEndian;
        if (claimed is null)
        {
            bool plausible = known
                ? DicomDictionary.Standard.TryGet(bigGroup ? new DicomTag(BinaryPrimitives.ReadUInt32BigEndian(head)) : tag, out _)
                : DicomDictionary.Standard.TryGet(tag, out _) && length <= 4096 && tag.Group is >= 2 and <= 0x0028;
            if (!plausible && !(preamble && hasMeta))
            {
                throw NotDicom();
            }

            if (hasMeta)
            {
                reader.Report(DicomFindingKind.NoMeta, 0, "The meta group names no transfer syntax.");
            }

            return found;
        }

        if (syntax.IsDeflated)
        {
            deflated = !(known && DicomDictionary.Standard.TryGet(tag, out _));
            if (!deflated)
            {
                reader.Report(DicomFindingKind.WrongSyntax, reader.Here, "The data set is not deflated although the meta group says so.");
            }

            return deflated ? syntax.Uid : DicomUids.ExplicitVRLittleEndian;
        }

        bool claimedImplicit = syntax.IsImplicit || claimed == GEImplicitBigPixels;
        bool differs = known
            ? claimedImplicit || (syntax.IsBigEndian != bigGroup && (head[0] != 0 || head[1] != 0))
            : !claimedImplicit && DicomDictionary.Standard.TryGet(tag, out _) && length < 0x10000;
        if (!differs)
        {
            return claimed;
        }

        reader.Report(DicomFindingKind.WrongSyntax, reader.Here, $"The data set is written in {DicomUids.NameOf(found)} although the meta group says otherwise.");
        return found;
    }

    private static DicomFile ReadDeflated(DicomSource source, DicomReadOptions options, List<DicomFinding> findings, bool preamble, DicomDataset meta, long start, string uid)
    {
        FileStream inflated = TemporaryStream.Create();
        try
        {
            using Stream view = source.OpenView(start, source.Length - start);
            SkipZlibHeader(view);
            using DeflateStream deflate = new(view, CompressionMode.Decompress);
            bool damaged = false;
            try
            {
                Inflate(deflate, inflated, options.MaxInflatedBytes);
            }
            catch (InvalidDataException)
            {
                damaged = true;
            }

            inflated.Flush();
            DicomStreamSource inner = new(inflated, owned: true);
            using DicomReader reader = new(inner, 0, inner.Length, options, findings);
            if (damaged)
            {
                reader.Report(DicomFindingKind.Truncated, start, "The deflated data set is damaged.");
            }

            reader.EnterDataset();
            DicomDataset dataset = reader.ReadDataset(isImplicit: false, bigEndian: false);
            return Make(source, inner, options, findings, preamble, meta, dataset, start, reader, uid);
        }
        catch
        {
            inflated.Dispose();
            throw;
        }
    }

    private static void Inflate(Stream from, Stream to, long limit)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(81920);
        try
        {
            long total = 0;
            int got;
            while ((got = from.Read(buffer, 0, buffer.Length)) > 0)
            {
                total += got;
                if (total > limit)
                {
                    throw new DicomException(DicomErrorCode.LimitExceeded, $"The deflated data set is longer than {limit} bytes.");
                }

                to.Write(buffer, 0, got);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The standard wants a bare deflate stream; some writers put a zlib header before it.</summary>
    private static void SkipZlibHeader(Stream view)
    {
        int first = view.ReadByte();
        int second = view.ReadByte();
        view.Position = first == 0x78 && ((first << 8) | second) % 31 == 0 ? 2 : 0;
    }
}
