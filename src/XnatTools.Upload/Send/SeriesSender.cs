using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Upload;

/// <summary>Sends one series, and again after faults that may pass. The same objects sent twice are stored once.</summary>
internal sealed class SeriesSender : ISeriesTransport
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(2);
    private readonly XnatClient _client;
    private readonly UploadOptions _options;
    private readonly ImportParameters _parameters;
    private readonly SessionLabels? _labels;
    private readonly Action<long> _sent;
    private readonly Random _random = new();
    private readonly ConcurrentBag<HeldObject> _spare = [];
    private volatile bool _packFirst;

    public SeriesSender(XnatClient client, UploadOptions options, ImportParameters parameters, SessionLabels? labels, Action<long> sent)
    {
        _client = client;
        _options = options;
        _parameters = parameters;
        _labels = labels;
        _sent = sent;
        _packFirst = options.PackFirst;
    }

    public int MaxParallel => 0;

    public bool IsBlind => false;

    /// <inheritdoc/>
    public async Task<string?> SendAsync(IReadOnlyList<LocalInstance> instances, IDictionary<string, string> digests, CancellationToken cancellationToken)
    {
        SeriesPack pack = new(instances, _labels, withDigests: _parameters.PreventAnonymization, _spare);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                IReadOnlyList<string> addresses = _packFirst
                    ? await PackedAsync(pack, cancellationToken).ConfigureAwait(false)
                    : await StreamedAsync(pack, cancellationToken).ConfigureAwait(false);
                lock (digests)
                {
                    foreach (KeyValuePair<string, string> digest in pack.Digests)
                    {
                        digests[digest.Key] = digest.Value;
                    }
                }

                return addresses.Count == 0 ? null : addresses[0];
            }
            catch (XnatException error) when (error.Code == XnatErrorCode.UploadBodyLost && !_packFirst)
            {
                // Something in between breaks bodies without a length: from now on they have one.
                _packFirst = true;
            }
            catch (XnatException error) when (MayPass(error, attempt) && attempt < _options.RetryCount)
            {
                await Pause.ForAsync(_options.Time, PauseOf(attempt, error.RetryAfter), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<IReadOnlyList<string>> StreamedAsync(SeriesPack pack, CancellationToken cancellationToken) =>
        _client.Import.SendZipAsync(_parameters, alive => new SeriesContent(pack, count => Note(count, alive), cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<string>> PackedAsync(SeriesPack pack, CancellationToken cancellationToken)
    {
        string path = Path.Combine(_options.WorkFolder ?? Path.GetTempPath(), "xnattools-" + Guid.NewGuid().ToString("N") + ".zip");
        try
        {
            using (FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 18))
            {
                await Task.Run(() => pack.Write(file, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            return await _client.Import.SendZipAsync(_parameters, alive => new PackedContent(path, count => Note(count, alive)), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private void Note(long count, Action alive)
    {
        alive();
        _sent(count);
    }

    // A session that is lost right after a new login may be the end of several at once; after three times it is not.
    private static bool MayPass(XnatException error, int attempt) =>
        (error.Code == XnatErrorCode.SessionLost && attempt < 3) ||
        error.Code == XnatErrorCode.OutcomeUnknown || error.Code == XnatErrorCode.ConnectionFailed || error.Code == XnatErrorCode.Timeout
        || error.Code == XnatErrorCode.ServerBusy || (error.Code == XnatErrorCode.ServerError && error.Status is 500 or 502 or 503 or 504);

    private TimeSpan PauseOf(int attempt, TimeSpan? asked)
    {
        double seconds = _options.RetryDelay.TotalSeconds * Math.Pow(2, Math.Min(attempt, 10));
        lock (_random)
        {
            seconds *= 0.75 + (_random.NextDouble() / 2);
        }

        TimeSpan pause = asked ?? TimeSpan.FromSeconds(seconds);
        return pause > s_longestPause ? s_longestPause : pause;
    }
}
