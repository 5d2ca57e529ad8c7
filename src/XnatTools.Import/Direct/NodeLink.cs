using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Import.Nodes;
using XnatTools.Import.Query;

namespace XnatTools.Import.Direct;

/// <summary>
/// One association that is kept, and opened again when it broke. A node that refuses is waited for, up to a limit, and one that never
/// answered for a short time only; once that is used up the rest fails without waiting, until the node answers again. For any number
/// of callers at once.
/// </summary>
internal sealed class NodeLink : IAsyncDisposable
{
    private readonly NodeProfile _profile;
    private readonly DirectPace _pace;
    private readonly Func<IReadOnlyList<PresentationContext>> _contexts;
    private readonly DicomClientOptions _options;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private DicomAssociation? _association;
    private DicomException? _final;
    private bool _answered;
    private bool _givenUp;
    private long _triedAt;

    /// <param name="profile">Whom to call.</param>
    /// <param name="pace">How patiently.</param>
    /// <param name="contexts">Makes the contexts to propose, new ones for each association.</param>
    /// <param name="operations">Operations that are wanted at once.</param>
    /// <param name="retrieveTimeout">Longest silence in a retrieve; the profile's when null.</param>
    /// <param name="answered">The node has answered before, over another association.</param>
    public NodeLink(NodeProfile profile, DirectPace pace, Func<IReadOnlyList<PresentationContext>> contexts, int operations = 1, TimeSpan? retrieveTimeout = null, bool answered = false)
    {
        _answered = answered;
        _profile = profile ?? throw new ArgumentNullException(nameof(profile));
        _pace = pace;
        _contexts = contexts;
        _options = profile.ToClientOptions(operations, null, retrieveTimeout);
    }

    /// <summary>Associations opened so far.</summary>
    public int Associations { get; private set; }

    /// <summary>Times that the node was waited for.</summary>
    public int Waits { get; private set; }

    /// <summary>Runs an operation on the association; when it breaks the operation is repeated on a new one.</summary>
    /// <exception cref="XnatException">The node does not let us, or the operation failed.</exception>
    public async Task<T> UseAsync<T>(Func<DicomAssociation, CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            DicomAssociation association = await GetAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await operation(association, cancellationToken).ConfigureAwait(false);
            }
            catch (DicomException fault) when (NodeFaults.IsBroken(fault) && !cancellationToken.IsCancellationRequested)
            {
                Drop(association);
                if (attempt >= _pace.Repeats)
                {
                    throw NodeFaults.Of(fault);
                }

                await Pause.ForAsync(_pace.Time, Pause.Nth(_pace.Pauses, attempt), cancellationToken).ConfigureAwait(false);
            }
            catch (DicomException fault) when (!cancellationToken.IsCancellationRequested)
            {
                throw NodeFaults.Of(fault);
            }
        }
    }

    /// <summary>The association, opened when there is none.</summary>
    public async Task<DicomAssociation> GetAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _association is { IsOpen: true } open ? open : _association = await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Ends the association at once.</summary>
    public void Abort() => Interlocked.Exchange(ref _association, null)?.Abort();

    /// <summary>Ends the association in order; the next caller gets a new one.</summary>
    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _association, null) is { } association)
        {
            await association.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the association in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _opening.Dispose();
    }

    /// <summary>This association is no good; the next caller gets a new one.</summary>
    public void Drop(DicomAssociation association)
    {
        if (ReferenceEquals(Interlocked.CompareExchange(ref _association, null, association), association))
        {
            association.Abort();
        }
    }

    private async Task<DicomAssociation> OpenAsync(CancellationToken cancellationToken)
    {
        if (_final is not null)
        {
            throw NodeFaults.Of(_final);
        }

        // A node that was waited for in vain gets one try now and then, and no more waiting.
        if (_givenUp && _pace.Time.GetElapsedTime(_triedAt) < Pause.Nth(_pace.Pauses, int.MaxValue))
        {
            throw new XnatException(XnatErrorCode.PacsUnreachable, "Not asked: the node does not answer.");
        }

        long began = _pace.Time.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                DicomAssociation association = await DicomAssociation.OpenAsync(_profile.Node, _contexts(), _options, cancellationToken).ConfigureAwait(false);
                _givenUp = false;
                _answered = true;
                Associations++;
                return association;
            }
            catch (DicomException fault)
            {
                _triedAt = _pace.Time.GetTimestamp();
                if (NodeFaults.IsFinal(fault))
                {
                    _final = fault;
                    throw NodeFaults.Of(fault);
                }

                _answered |= fault is DicomRejectedException;
                TimeSpan patience = _answered || _pace.FirstPatience > _pace.Patience ? _pace.Patience : _pace.FirstPatience;
                TimeSpan pause = Pause.Nth(_pace.Pauses, attempt);
                if (_givenUp || _pace.Time.GetElapsedTime(began) + pause > patience)
                {
                    _givenUp = true;
                    throw NodeFaults.Of(fault);
                }

                Waits++;
                if (attempt == 0)
                {
                    _pace.Notice?.Invoke($"The node cannot be asked now, and is tried again for {patience.TotalSeconds:0} seconds at most. {fault.Message}");
                }

                await Pause.ForAsync(_pace.Time, pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
