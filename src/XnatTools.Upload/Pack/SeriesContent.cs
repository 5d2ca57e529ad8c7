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
            using BufferedStream buffered = new(new CountingStream(stream, _sent), 1 << 18);
            _pack.Write(buffered, _cancellationToken);
            buffered.Flush();
        },
        _cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    // Closing the buffer must not close the connection's stream, which is the client's.
    private sealed class CountingStream(Stream target, Action<long> sent) : WriteOnlyStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            target.Write(buffer, offset, count);
            sent(count);
        }

        public override void Flush() => target.Flush();
    }
}
