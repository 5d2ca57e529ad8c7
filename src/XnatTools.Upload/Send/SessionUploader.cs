using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Upload;

/// <summary>
/// Sends a session into the prearchive series by series, commits it, and proves by listing that the server holds every object; what
/// is missing is sent again. It can be ended at any point and called again.
/// </summary>
public sealed class SessionUploader
{
    private readonly XnatClient _client;
    private readonly UploadOptions _options;
    private readonly string _site;

    /// <summary>Creates an uploader.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="site">Address of the site, which names the journal.</param>
    /// <param name="options">How it is sent.</param>
    public SessionUploader(XnatClient client, string site, UploadOptions options)
    {
        _client = client ?? throw new ArgumentNullException(nameof(client));
        _options = options ?? throw new ArgumentNullException(nameof(options));
        _site = site;
    }

    /// <summary>Sends one session. Faults of the session come as a result; only a lost login or a cancellation is thrown.</summary>
    /// <param name="session">What is sent.</param>
    /// <param name="target">Project, labels and whether scripts are to be run at the server.</param>
    /// <param name="labels">Labels to write into the headers on the way; null sends the objects as they are.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the sending; what is at the server stays.</param>
    public async Task<SessionUploadResult> SendAsync(
        LocalSession session, ImportParameters target, SessionLabels? labels, IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        UploadRun run = new(_client, _options, _site, session, target, labels, progress);
        long began = _options.Time.GetTimestamp();
        try
        {
            return await run.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException error) when (error.Code != XnatErrorCode.SessionLost && error.Code != XnatErrorCode.AuthenticationFailed && error.Code != XnatErrorCode.NotConnected)
        {
            return run.Result(SessionUploadOutcome.Failed, error.Code, error.Message, _options.Time.GetElapsedTime(began), advice: error.Advice);
        }
    }
}
