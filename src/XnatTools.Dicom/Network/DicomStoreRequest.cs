using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>An object that is being sent to us. Its data set is still on its way: read it once, as a stream or into a file.</summary>
public sealed class DicomStoreRequest
{
    private readonly DimseChannel _channel;
    private readonly DimseMessage _message;

    internal DicomStoreRequest(DimseChannel channel, DimseMessage message, string transferSyntaxUid, string callingAETitle, string calledAETitle)
    {
        _channel = channel;
        _message = message;
        TransferSyntaxUid = transferSyntaxUid;
        CallingAETitle = callingAETitle;
        CalledAETitle = calledAETitle;
        SopClassUid = message.Command.GetString(DicomTags.AffectedSopClassUid) ?? "";
        SopInstanceUid = message.Command.GetString(DicomTags.AffectedSopInstanceUid) ?? "";
        if (message.Command.GetString(DicomTags.MoveOriginatorAETitle) is { } originator)
        {
            MoveOriginator = new DicomMoveOriginator(originator, message.Command.GetInt32(DicomTags.MoveOriginatorMessageId) ?? 0);
        }
    }

    /// <summary>UID of its SOP class.</summary>
    public string SopClassUid { get; }

    /// <summary>UID of the instance. It comes from the peer: check it before it names a file (<see cref="DicomUids.IsValid"/>).</summary>
    public string SopInstanceUid { get; }

    /// <summary>How the data set is written.</summary>
    public string TransferSyntaxUid { get; }

    /// <summary>Who sends.</summary>
    public string CallingAETitle { get; }

    /// <summary>Whom it was sent to.</summary>
    public string CalledAETitle { get; }

    /// <summary>The move that it is part of, or null.</summary>
    public DicomMoveOriginator? MoveOriginator { get; }

    /// <summary>The bytes of the data set, without meta group.</summary>
    public Stream OpenDataset() => new DimseDataStream(_channel, _message);

    /// <summary>Writes a DICOM file while the data comes; it is at its place only when it is complete.</summary>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) => SaveAsync(path, null, cancellationToken);

    /// <summary>Writes a DICOM file while the data comes; it is at its place only when it is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told the bytes that came so far, every 64 KB, before more are waited for.</param>
    /// <param name="cancellationToken">Cuts the association.</param>
    public async Task SaveAsync(string path, IProgress<long>? progress, CancellationToken cancellationToken = default)
    {
        using AtomicFile file = new(path ?? throw new ArgumentNullException(nameof(path)));
        DicomFileWriter.WriteReceivedMeta(file.Output, SopClassUid, SopInstanceUid, TransferSyntaxUid, CallingAETitle);
        using (cancellationToken.Register(static state => ((DicomConnection)state!).Kill(new DicomException(DicomErrorCode.Aborted, "Receiving was cancelled.")), _channel.Connection))
        {
            await _channel.ReceiveToAsync(_message, file.Output, progress).ConfigureAwait(false);
        }

        file.Commit();
    }
}
