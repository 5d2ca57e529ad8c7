using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Upload;

/// <summary>One session on its way.</summary>
internal sealed partial class UploadRun
{
    private readonly XnatClient _client;
    private readonly UploadOptions _options;
    private readonly LocalSession _session;
    private readonly ImportParameters _target;
    private readonly IProgress<UploadProgress>? _progress;
    private readonly ISeriesTransport _sender;
    private readonly SessionProof _proof;
    private readonly UploadJournal _journal;
    private readonly ConcurrentDictionary<string, string> _digests = new(StringComparer.Ordinal);
    private readonly long _began;
    private long _bytes;
    private int _done;
    private int _resumed;
    private int _filtered;
    private string? _address;

    public UploadRun(XnatClient client, UploadOptions options, string site, LocalSession session, ImportParameters target, SessionLabels? labels, IProgress<UploadProgress>? progress)
    {
        _client = client;
        _options = options;
        _session = session;
        _target = target;
        _progress = progress;
        _began = options.Time.GetTimestamp();
        _sender = options.Transport ?? new SeriesSender(client, options, target, labels, count => Interlocked.Add(ref _bytes, count));
        _proof = new SessionProof(client);
        _journal = UploadJournal.Open(options.WorkFolder, site, target.Project, target.Session, session.StudyInstanceUid);
    }

    public async Task<SessionUploadResult> RunAsync(CancellationToken cancellationToken)
    {
        Report("Looking at the server");
        if (await ArchivedAsync(cancellationToken).ConfigureAwait(false) is SessionUploadResult there)
        {
            return there;
        }

        await RefuseOtherSessionAsync(cancellationToken).ConfigureAwait(false);
        await ResumeAsync(cancellationToken).ConfigureAwait(false);
        await SendAllAsync(cancellationToken).ConfigureAwait(false);
        if (_address is null && _sender.IsBlind)
        {
            Report("Looking for the session");
            _address = await LocateAsync(cancellationToken).ConfigureAwait(false);
            if (_address is null)
            {
                // A project may archive by itself what a receiver brings.
                return await ArchivedAsync(cancellationToken).ConfigureAwait(false) ?? Result(
                    SessionUploadOutcome.Incomplete,
                    XnatErrorCode.UploadIncomplete,
                    "The receiver took every object, and neither prearchive nor archive of the project has them: a filter dropped them, or the receiver filed them elsewhere.",
                    Elapsed());
            }
        }

        if (_address is null)
        {
            return Result(SessionUploadOutcome.Filtered, XnatErrorCode.UploadFiltered, "A series import filter dropped every object.", Elapsed());
        }

        CheckPlace(await SessionAsync(cancellationToken).ConfigureAwait(false));
        for (int round = 0; ; round++)
        {
            Report("Building the session");
            ArchiveResult committed = await CommitAsync(cancellationToken).ConfigureAwait(false);
            if (committed.IsArchived)
            {
                return await ProveArchivedAsync(committed, cancellationToken).ConfigureAwait(false);
            }

            PrearchiveSession waiting = await SessionAsync(cancellationToken).ConfigureAwait(false);
            Report("Comparing with what was sent");
            IReadOnlyList<XnatFile> files = await _proof.FilesAsync(waiting, cancellationToken).ConfigureAwait(false);
            ProofResult proof = await _proof.CompareAsync(files, Sent(), _digests, cancellationToken).ConfigureAwait(false);
            if (proof.Missing.Count > 0 && !proof.UidsChanged && round < _options.RepairRounds)
            {
                await RepairAsync(proof.Missing, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (proof.Missing.Count == 0 && _options.Archive)
            {
                Report("Archiving");
                return await ProveArchivedAsync(
                    await _client.Prearchive.ArchiveAsync(waiting, new ArchiveTarget { Project = _target.Project, Subject = _target.Subject, Session = _target.Session }, cancellationToken).ConfigureAwait(false),
                    cancellationToken).ConfigureAwait(false);
            }

            return Judge(proof, SessionUploadOutcome.InPrearchive, waiting.Url);
        }
    }

    /// <summary>A result with what is known.</summary>
    public SessionUploadResult Result(SessionUploadOutcome outcome, XnatErrorCode? code, string? reason, TimeSpan duration, ProofResult? proof = null, string? url = null, string? advice = null) => new()
    {
        Project = _target.Project,
        Subject = _target.Subject,
        Session = _target.Session,
        StudyInstanceUid = _session.StudyInstanceUid,
        Outcome = outcome,
        Code = code?.Id,
        Reason = reason,
        Advice = advice,
        SeriesCount = _session.Series.Count,
        InstanceCount = _session.InstanceCount,
        InstancesFound = proof is null ? 0 : proof.UidsChanged ? Math.Min(proof.Others, _session.InstanceCount) : proof.Found,
        MissingInstance = proof is null || proof.UidsChanged ? [] : proof.Missing.ToArray(),
        OtherInstances = proof is null || proof.UidsChanged ? 0 : proof.Others,
        SeriesResumed = _resumed,
        Length = _session.Length,
        Url = url ?? _address,
        Duration = duration,
    };

    private TimeSpan Elapsed() => _options.Time.GetElapsedTime(_began);

    private HashSet<string> Sent() => new(_session.Series.SelectMany(s => s.Instances).Select(i => i.SopInstanceUid), StringComparer.Ordinal);

    private SessionUploadResult Judge(ProofResult proof, SessionUploadOutcome good, string? url)
    {
        if (proof.Missing.Count == 0)
        {
            return Result(good, null, null, Elapsed(), proof, url);
        }

        if (proof.UidsChanged)
        {
            return Result(SessionUploadOutcome.Counted, XnatErrorCode.UploadUnproven, "As many objects are there as were sent, with other UIDs.", Elapsed(), proof, url);
        }

        string filtered = _filtered > 0 ? $" A filter dropped {_filtered} series whole." : "";
        return Result(SessionUploadOutcome.Incomplete, XnatErrorCode.UploadIncomplete, $"{proof.Missing.Count} of {_session.InstanceCount} objects are not at the server.{filtered}", Elapsed(), proof, url);
    }

    // A session of that label in the archive is either this very study, then it is compared, or stands in the way.
    private async Task<SessionUploadResult?> ArchivedAsync(CancellationToken cancellationToken)
    {
        ImageSession? same = (await _client.Archive.SessionsAsync(_target.Project, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(s => string.Equals(s.Session, _target.Session, StringComparison.OrdinalIgnoreCase));
        if (same is null)
        {
            return null;
        }

        IReadOnlyList<XnatFile> files = await _proof.FilesAsync(same, cancellationToken).ConfigureAwait(false);
        ProofResult proof = await _proof.CompareAsync(files, Sent(), _digests, cancellationToken).ConfigureAwait(false);
        return proof.Missing.Count == 0
            ? Result(SessionUploadOutcome.Archived, null, "It was there already.", Elapsed(), proof, "/archive/experiments/" + same.Id)
            : throw new XnatException(XnatErrorCode.Conflict, "The archive has a session of that label with other objects.");
    }

    // What the journal knows counts only while the server still has the session.
    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        if (_journal.Address is not string address)
        {
            return;
        }

        _address = address;
        try
        {
            await SessionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException error) when (error.Code == XnatErrorCode.NotFound)
        {
            _address = null;
            _journal.Forget();
        }
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        List<LocalSeries> open = [];
        foreach (LocalSeries series in _session.Series)
        {
            if (_journal.Has(series))
            {
                _resumed++;
                _done++;
            }
            else
            {
                open.Add(series);
            }
        }

        // The first goes alone: parallel first requests on a fresh login can be refused (specification of the core API, 17.4).
        if (open.Count > 0)
        {
            await SendOneAsync(open[0], cancellationToken).ConfigureAwait(false);
        }

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using SemaphoreSlim slots = new(Math.Min(Math.Max(1, _options.ParallelSeries), _sender.MaxParallel > 0 ? _sender.MaxParallel : 12));
        Task[] tasks = open.Skip(1).Select(async series =>
        {
            await slots.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                await SendOneAsync(series, stop.Token).ConfigureAwait(false);
            }
            catch
            {
                // A fault that does not pass for one does not pass for the others.
                stop.Cancel();
                throw;
            }
            finally
            {
                slots.Release();
            }
        }).ToArray();
        try
        {
            await Task.WhenAll(tasks).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The fault itself, not the cancellations that it caused.
            throw tasks.Select(t => t.Exception?.InnerException).OfType<XnatException>().FirstOrDefault() ?? error;
        }
    }

    private async Task SendOneAsync(LocalSeries series, CancellationToken cancellationToken)
    {
        Report("Sending");
        string? address = await _sender.SendAsync(series.Instances, _digests, cancellationToken).ConfigureAwait(false);
        if (address is not null)
        {
            _address = address;
        }
        else if (!_sender.IsBlind)
        {
            Interlocked.Increment(ref _filtered);
        }

        _journal.Sent(series, address);
        Interlocked.Increment(ref _done);
        Report("Sending");
    }

    private async Task RepairAsync(IReadOnlyCollection<string> missing, CancellationToken cancellationToken)
    {
        HashSet<string> wanted = new(missing, StringComparer.Ordinal);
        foreach (LocalSeries series in _session.Series)
        {
            LocalInstance[] lost = series.Instances.Where(i => wanted.Contains(i.SopInstanceUid)).ToArray();
            if (lost.Length > 0)
            {
                Report("Sending what is missing");
                _address = await _sender.SendAsync(lost, _digests, cancellationToken).ConfigureAwait(false) ?? _address;
            }
        }
    }

    private async Task<ArchiveResult> CommitAsync(CancellationToken cancellationToken)
    {
        long began = _options.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await _client.Prearchive.CommitAsync(await SessionAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
            catch (XnatException error) when (
                (error.Code == XnatErrorCode.PrearchiveBusy || error.Code == XnatErrorCode.OutcomeUnknown || error.Code == XnatErrorCode.ServerBusy)
                && _options.Time.GetElapsedTime(began) < _options.BuildTimeout)
            {
                await Pause.ForAsync(_options.Time, TimeSpan.FromSeconds(5), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<PrearchiveSession> SessionAsync(CancellationToken cancellationToken)
    {
        string[] parts = (_address ?? "").Split('/');
        return parts.Length >= 6 && parts[1] == "prearchive"
            ? _client.Prearchive.GetAsync(Uri.UnescapeDataString(parts[3]), Uri.UnescapeDataString(parts[4]), Uri.UnescapeDataString(parts[5]), cancellationToken)
            : throw new XnatException(XnatErrorCode.UnexpectedResponse, "The server did not say where in the prearchive the session is.");
    }

    private async Task<SessionUploadResult> ProveArchivedAsync(ArchiveResult archived, CancellationToken cancellationToken)
    {
        Report("Comparing the archive with what was sent");
        string label = archived.Session ?? _target.Session;
        ImageSession? session = (await _client.Archive.SessionsAsync(archived.Project ?? _target.Project, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(s => string.Equals(s.Session, label, StringComparison.OrdinalIgnoreCase));
        if (session is null)
        {
            return Result(SessionUploadOutcome.Incomplete, XnatErrorCode.UploadIncomplete, "The server said it is archived, but the archive does not have it.", Elapsed(), null, archived.Url);
        }

        IReadOnlyList<XnatFile> files = await _proof.FilesAsync(session, cancellationToken).ConfigureAwait(false);
        return Judge(await _proof.CompareAsync(files, Sent(), _digests, cancellationToken).ConfigureAwait(false), SessionUploadOutcome.Archived, archived.Url);
    }

    private void Report(string step) =>
        _progress?.Report(new UploadProgress(step, Volatile.Read(ref _done), _session.Series.Count, Interlocked.Read(ref _bytes), _session.Length));
}
