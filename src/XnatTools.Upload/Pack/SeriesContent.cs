using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Upload;

/// <summary>A body of a request that is packed while it is sent.</summary>
internal sealed class SeriesContent : HttpContent
{
    private const int Piece = 1 << 18;
    private readonly SeriesPack _pack;
    private readonly Action<long> _sent;
    private readonly CancellationToken _cancellationToken;

    /// <param name="pack">What is sent.</param>
    /// <param name="sent">Told how many bytes went out.</param>
    /// <param name="cancellationToken">Ends the packing.</param>
    public SeriesContent(SeriesPack pack, Action<long> sent, CancellationToken cancellationToken)
    {
        _pack = pack;
        _sent = sent;
        _cancellationToken = cancellationToken;
        Headers.ContentType = new MediaTypeHeaderValue("application/zip");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.Run(
        () =>
        {
            using BufferedStream buffered = new(new CountingStream(stream, _sent, _cancellationToken), Piece);
            _pack.Write(buffered, _cancellationToken);
            buffered.Flush();
        },
        _cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        // A body with a length passes every proxy, and the server takes it with less work.
        long? known = _pack.Length;
        length = known ?? 0;
        return known is not null;
    }

    // Closing the buffer must not close the connection's stream, which is the client's.
    private sealed class CountingStream(Stream target, Action<long> sent, CancellationToken cancellationToken) : WriteOnlyStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            // In pieces, so that a slow line shows signs of life.
            while (count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int piece = Math.Min(count, Piece);
                target.Write(buffer, offset, piece);
                sent(piece);
                offset += piece;
                count -= piece;
            }
        }

        public override void Flush() => target.Flush();
    }
}
