using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;

namespace XnatTools.Upload;

/// <summary>A body of a request that lies ready in a file, so that its length is known; for proxies that break others.</summary>
internal sealed class PackedContent : HttpContent
{
    private readonly string _path;
    private readonly Action<long> _sent;

    public PackedContent(string path, Action<long> sent)
    {
        _path = path;
        _sent = sent;
        Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        Headers.ContentLength = new FileInfo(path).Length;
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        using FileStream source = new(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        byte[] buffer = new byte[1 << 18];
        int count;
        while ((count = await source.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false)) > 0)
        {
            await stream.WriteAsync(buffer, 0, count).ConfigureAwait(false);
            _sent(count);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Headers.ContentLength ?? 0;
        return true;
    }
}
