using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>Reads an answer to its end, within limits.</summary>
internal static class BodyReader
{
    private const int LongestErrorBody = 256 * 1024;

    public static async Task<XnatResponse> ReadAsync(XnatRequest request, HttpResponseMessage answer, Stream? sink, Deadline deadline, TimeSpan silence, long limit, TimeProvider time)
    {
        int status = (int)answer.StatusCode;
        string? mediaType = MediaType(answer);
        bool toSink = sink is not null && (status is 200 or 206) && mediaType != "text/html";
        byte[] body;
#if NET
        using Stream stream = await answer.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
#else
        using Stream stream = answer.Content is null ? Stream.Null : await answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
        // On .NET Framework a read from the network does not hear the token; ending the answer ends the read.
        using System.Threading.CancellationTokenRegistration ending = deadline.Token.Register(static state => ((HttpResponseMessage)state!).Dispose(), answer);
#endif
        if (toSink)
        {
            await CopyAsync(stream, sink!, deadline, silence).ConfigureAwait(false);
            body = [];
        }
        else
        {
            body = await ReadAllAsync(request, stream, status is >= 200 and < 400 ? limit : Math.Min(limit, LongestErrorBody), status, deadline).ConfigureAwait(false);
        }

        return new XnatResponse(request, status, body)
        {
            MediaType = mediaType,
            Reason = answer.ReasonPhrase,
            Location = answer.Headers.TryGetValues("Location", out IEnumerable<string>? locations) ? First(locations) : null,
            Warning = answer.Headers.TryGetValues("Warning", out IEnumerable<string>? warnings) ? string.Join(" ", warnings) : null,
            RetryAfter = RetryAfter(answer.Headers.RetryAfter, time),
        };
    }

    private static async Task CopyAsync(Stream from, Stream to, Deadline deadline, TimeSpan silence)
    {
        byte[] buffer = new byte[128 * 1024];
        while (true)
        {
            deadline.Extend(silence);
#if NET
            int count = await from.ReadAsync(buffer.AsMemory(), deadline.Token).ConfigureAwait(false);
#else
            int count = await from.ReadAsync(buffer, 0, buffer.Length, deadline.Token).ConfigureAwait(false);
#endif
            if (count == 0)
            {
                return;
            }

            try
            {
#if NET
                await to.WriteAsync(buffer.AsMemory(0, count), deadline.Token).ConfigureAwait(false);
#else
                await to.WriteAsync(buffer, 0, count, deadline.Token).ConfigureAwait(false);
#endif
            }
            catch (IOException error)
            {
                // The disk, not the network: asking again would not help.
                throw new XnatException(XnatErrorCode.FileWriteFailed, "What was downloaded could not be written.", error);
            }
        }
    }

    private static async Task<byte[]> ReadAllAsync(XnatRequest request, Stream stream, long limit, int status, Deadline deadline)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
#if NET
            int count = await stream.ReadAsync(buffer.AsMemory(), deadline.Token).ConfigureAwait(false);
#else
            int count = await stream.ReadAsync(buffer, 0, buffer.Length, deadline.Token).ConfigureAwait(false);
#endif
            if (count == 0)
            {
                return all.ToArray();
            }

            if (all.Length + count > limit)
            {
                if (status >= 400)
                {
                    return all.ToArray(); // the beginning of an error page is enough
                }

                throw ErrorMap.Make(request, XnatErrorCode.UnexpectedResponse, "The answer is larger than is held in memory.", status, advice: "Ask for less at once.", mayHaveActed: !request.IsSafe);
            }

            all.Write(buffer, 0, count);
        }
    }

    private static string? MediaType(HttpResponseMessage answer)
    {
        // Some servers send a type that does not parse; then only the part before the parameters counts.
        if (answer.Content is null || !answer.Content.Headers.TryGetValues("Content-Type", out IEnumerable<string>? values) || First(values) is not string text)
        {
            return null;
        }

        int semicolon = text.IndexOf(';');
        return (semicolon < 0 ? text : text.Substring(0, semicolon)).Trim().ToLowerInvariant();
    }

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, TimeProvider time)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date is DateTimeOffset date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string? First(IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            return value;
        }

        return null;
    }
}
