using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>
/// A DICOM file (PS3.10): preamble, file meta group, data set. Pixel data and other large values stay in the source until
/// they are copied; what is not changed is written back byte for byte.
/// </summary>
public sealed class DicomFile : IDisposable
{
    private readonly DicomFileLayout _layout;

    /// <summary>A new file around a data set.</summary>
    /// <param name="dataset">The data set, with SOP class and instance UID.</param>
    /// <param name="transferSyntaxUid">How it will be written; explicit little endian when not given.</param>
    public DicomFile(DicomDataset dataset, string transferSyntaxUid = DicomUids.ExplicitVRLittleEndian)
    {
        _layout = new DicomFileLayout(transferSyntaxUid);
        Dataset = dataset ?? throw new ArgumentNullException(nameof(dataset));
        Meta = new DicomDataset();
        Meta.SetString(DicomTags.TransferSyntaxUid, transferSyntaxUid);
    }

    internal DicomFile(DicomFileLayout layout, DicomDataset meta, DicomDataset dataset, IReadOnlyList<DicomFinding> findings)
    {
        _layout = layout;
        Meta = meta;
        Dataset = dataset;
        Findings = findings;
    }

    /// <summary>The file meta group (0002,xxxx).</summary>
    public DicomDataset Meta { get; }

    /// <summary>The data set, as far as it was read.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>The syntax that the data set is really written in.</summary>
    public string TransferSyntaxUid => _layout.Syntax.Uid;

    /// <summary>What was wrong with the file, in the order of the file.</summary>
    public IReadOnlyList<DicomFinding> Findings { get; } = [];

    /// <summary>True when the end of the file, or the sense of what follows, was lost: the data set holds what came before.</summary>
    public bool IsDamaged
    {
        get
        {
            foreach (DicomFinding finding in Findings)
            {
                if (finding.IsDamage)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// Writing refuses values that were set and break the rules of their representation or of the dictionary, with an error
    /// that names tag and rule. What came from a file and was not changed is written as it was, right or wrong.
    /// </summary>
    public bool IsStrict { get; set; } = true;

    /// <summary>Place of the first byte of the data set in the source.</summary>
    public long DatasetOffset => _layout.DatasetStart;

    /// <summary>Pixel data (integer, float or double) is there and was read over; with <see cref="DicomReadDepth.Header"/> never.</summary>
    public bool HasPixelData => TryGetPixelData(out _);

    internal DicomFileLayout Layout => _layout;

    /// <summary>Opens a file. It stays open, and may be replaced by others, until this object is disposed.</summary>
    /// <exception cref="DicomException">Not a DICOM file, or beyond the limits.</exception>
    public static DicomFile Open(string path, DicomReadOptions? options = null)
    {
        DicomFileSource source = new(path ?? throw new ArgumentNullException(nameof(path)));
        try
        {
            return DicomFileReader.Read(source, options ?? DicomReadOptions.s_default);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens from a stream. One that can be sought is used where it is and must stay open; any other is copied to a temporary
    /// file first, so that memory does not hold it.
    /// </summary>
    public static async Task<DicomFile> OpenAsync(Stream stream, DicomReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (stream is null)
        {
            throw new ArgumentNullException(nameof(stream));
        }

        DicomSource source;
        if (stream.CanSeek)
        {
            source = new DicomStreamSource(stream, owned: false);
        }
        else
        {
            Stream copy = TemporaryStream.Create();
            try
            {
                await stream.CopyToAsync(copy, 81920, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                copy.Dispose();
                throw;
            }

            source = new DicomStreamSource(copy, owned: true);
        }

        try
        {
            return DicomFileReader.Read(source, options ?? DicomReadOptions.s_default);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of the pixel data as they are in the file, fragments one after the other.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Stream OpenPixelData() =>
        TryGetPixelData(out DicomElement element) ? element.OpenValue() : throw new InvalidOperationException("There is no pixel data.");

    /// <summary>The frames of the pixel data, each as a stream.</summary>
    /// <exception cref="DicomException">There are none, or nothing tells them apart.</exception>
    public DicomFrames GetFrames() => DicomFrames.Of(Dataset);

    /// <summary>
    /// Writes a file: a new one beside it, then replaced in one step. Nothing is left behind after a failure. The file that
    /// this object was read from may be the one that is replaced. On Unix it keeps its mode; a link stays, and what it leads to is
    /// replaced (.NET Framework replaces the link).
    /// </summary>
    public void Save(string path) => AtomicFile.Write(path ?? throw new ArgumentNullException(nameof(path)), output => DicomFileWriter.Write(this, output, null));

    /// <summary>Writes a file in another syntax; only between the four that leave pixel data as it is.</summary>
    public void Save(string path, string transferSyntaxUid) =>
        AtomicFile.Write(path ?? throw new ArgumentNullException(nameof(path)), output => DicomFileWriter.Write(this, output, transferSyntaxUid));

    /// <summary>Writes a file, takes hashes on the way, and has it checked before it is put at its place.</summary>
    internal void Save(string path, string transferSyntaxUid, DicomDigests? digests, Action<string> check) =>
        AtomicFile.Write(
            path,
            output =>
            {
                output.Digests = digests;
                DicomFileWriter.Write(this, output, transferSyntaxUid);
            },
            check);

    /// <summary>Writes the file to a stream.</summary>
    public void Save(Stream stream)
    {
        using DicomOutput output = new(stream ?? throw new ArgumentNullException(nameof(stream)));
        DicomFileWriter.Write(this, output, null);
        output.FlushBuffer();
    }

    /// <summary>Writes the file to a stream; the header at once, pixel data piece by piece.</summary>
    public Task SaveAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.Run(() => Save(new CancellableStream(stream ?? throw new ArgumentNullException(nameof(stream)), cancellationToken)), cancellationToken);
    }

    /// <summary>Writes the data set alone, without preamble and meta group, in a syntax that leaves pixel data as it is.</summary>
    public void WriteDataset(Stream stream, string transferSyntaxUid)
    {
        using DicomOutput output = new(stream ?? throw new ArgumentNullException(nameof(stream)));
        DicomFileWriter.WriteDataset(this, output, new DicomTransferSyntax(transferSyntaxUid));
        output.FlushBuffer();
    }

    /// <inheritdoc/>
    public void Dispose() => _layout.Dispose();

    private bool TryGetPixelData(out DicomElement element) =>
        Dataset.TryGet(DicomTags.PixelData, out element) || Dataset.TryGet(DicomTags.FloatPixelData, out element) || Dataset.TryGet(DicomTags.DoubleFloatPixelData, out element);
}
