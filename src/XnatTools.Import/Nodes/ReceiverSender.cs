using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Import.Nodes;

/// <summary>
/// Stores files at a receiver of XNAT, one after the other over one association as long as it knows their classes and transfer
/// syntaxes. A file that is not taken is a result with its reason; only the caller's stop is an exception. Not for several threads.
/// </summary>
public sealed class ReceiverSender : IDisposable
{
    /// <summary>Failures to reach the receiver in a row, after which it is not tried any more.</summary>
    private const int MostFailures = 3;

    private const int MostContexts = 128;

    private readonly ReceiverTarget _target;
    private readonly DicomClientOptions _options;
    private readonly TimeProvider _time;
    private readonly SortedDictionary<string, SortedSet<string>> _wanted = new(StringComparer.Ordinal);
    private DicomAssociation? _association;
    private int _failures;

    /// <summary>Makes a sender; nothing is opened yet.</summary>
    /// <param name="target">From <see cref="ReceiverGuard"/>.</param>
    /// <param name="profile">What we call ourselves, TLS and times; the node that is called is the target's.</param>
    /// <param name="time">Measures the times; the system's when null.</param>
    public ReceiverSender(ReceiverTarget target, NodeProfile profile, TimeProvider? time = null)
    {
        _target = target ?? throw new ArgumentNullException(nameof(target));
        _time = time ?? TimeProvider.System;
        _options = (profile ?? throw new ArgumentNullException(nameof(profile))).ToClientOptions();
    }

    /// <summary>Associations that were opened so far.</summary>
    public int Associations { get; private set; }

    /// <summary>Stores one file.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<DicomSendResult> SendAsync(DicomFileItem file, CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp();
        FileFacts facts = new();
        XnatErrorCode? code = null;
        string? trouble = null;
        DicomStatus? status = null;
        string? sent = null;
        try
        {
            facts = FileFacts.Read(file.Path);
            if (facts.Trouble is not null)
            {
                (code, trouble) = (XnatErrorCode.DicomInvalid, facts.Trouble);
            }
            else if (_failures >= MostFailures)
            {
                (code, trouble) = (XnatErrorCode.DicomNodeFailed, "Not tried: the receiver could not be reached several times in a row.");
            }
            else
            {
                (status, sent) = await StoreAsync(file.Path, facts.SopClass, facts.Syntax, cancellationToken).ConfigureAwait(false);
                trouble = status.Value.IsSuccess ? null : $"The receiver answered {status}.";
                code = status.Value.IsSuccess ? null : XnatErrorCode.DicomStoreFailed;
            }
        }
        catch (Exception error) when (Explain(error) is { } known)
        {
            (code, trouble) = known;
        }

        return new DicomSendResult
        {
            Position = file.Position,
            Source = file.Path,
            Receiver = _target.ToString(),
            Successful = code is null,
            Status = status?.Code,
            Reason = trouble ?? status!.Value.Meaning,
            Code = code?.Id,
            SopClassUid = facts.SopClass.Length == 0 ? null : facts.SopClass,
            SopClass = facts.SopClass.Length == 0 ? null : DicomUids.NameOf(facts.SopClass),
            SopInstanceUid = facts.SopInstance.Length == 0 ? null : facts.SopInstance,
            TransferSyntaxUid = sent,
            TransferSyntax = sent is null ? null : DicomUids.NameOf(sent),
            Length = facts.Length,
            Duration = _time.GetElapsedTime(began),
        };
    }

    /// <summary>Ends the association in order.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        DicomAssociation? association = _association;
        _association = null;
        if (association is not null)
        {
            await association.ReleaseAsync(cancellationToken).ConfigureAwait(false);
            await association.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends an association that is still open at once, without waiting.</summary>
    public void Dispose() => Drop();

    /// <summary>What the peer or the network did has codes of its own; the rest is the file's.</summary>
    private static (XnatErrorCode Code, string Reason)? Explain(Exception error) => error switch
    {
        DicomException { Code: DicomErrorCode.ContextNotAccepted } refused => (XnatErrorCode.DicomStoreFailed, refused.Message),
        DicomException { Code: >= DicomErrorCode.ConnectFailed } peer => (XnatErrorCode.DicomNodeFailed, peer.Message),
        _ => FileFaults.Explain(error),
    };

    private async Task<(DicomStatus Status, string? Syntax)> StoreAsync(string path, string sopClass, string syntax, CancellationToken cancellationToken)
    {
        bool used = await EnsureAsync(sopClass, syntax, cancellationToken).ConfigureAwait(false);
        try
        {
            return await OnceAsync(path, sopClass, syntax, cancellationToken).ConfigureAwait(false);
        }
        catch (DicomException error) when (used && error.Code == DicomErrorCode.Aborted)
        {
            // The receiver may end an association that was idle while the pipeline had nothing; what it took is the same object.
            await EnsureAsync(sopClass, syntax, cancellationToken).ConfigureAwait(false);
            return await OnceAsync(path, sopClass, syntax, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(DicomStatus Status, string? Syntax)> OnceAsync(string path, string sopClass, string syntax, CancellationToken cancellationToken)
    {
        string? sent = null;
        foreach (PresentationContext context in _association!.Contexts)
        {
            if (context.AbstractSyntax == sopClass && context.Result == DicomContextResult.Accepted && (sent is null || context.AcceptedTransferSyntax == syntax))
            {
                sent = context.AcceptedTransferSyntax;
            }
        }

        try
        {
            return (await _association.StoreAsync(path, null, cancellationToken).ConfigureAwait(false), sent);
        }
        catch (DicomException error) when (error.Code == DicomErrorCode.ContextNotAccepted)
        {
            throw; // nothing was sent; the association is as it was
        }
        catch
        {
            Drop();
            throw;
        }
    }

    /// <summary>True when the association that is there will do; otherwise one is opened that will.</summary>
    private async Task<bool> EnsureAsync(string sopClass, string syntax, CancellationToken cancellationToken)
    {
        bool known = _wanted.TryGetValue(sopClass, out SortedSet<string>? syntaxes) && syntaxes.Contains(syntax);
        if (known && _association is { IsOpen: true })
        {
            return true;
        }

        await CloseAsync(cancellationToken).ConfigureAwait(false);
        Want(sopClass, syntax);
        List<PresentationContext> contexts = Contexts();
        if (contexts.Count > MostContexts)
        {
            _wanted.Clear();
            Want(sopClass, syntax);
            contexts = Contexts();
        }

        _association = await OpenAsync(contexts, cancellationToken).ConfigureAwait(false);
        Associations++;
        return false;
    }

    private void Want(string sopClass, string syntax)
    {
        if (!_wanted.TryGetValue(sopClass, out SortedSet<string>? syntaxes))
        {
            _wanted.Add(sopClass, syntaxes = new SortedSet<string>(StringComparer.Ordinal));
        }

        syntaxes.Add(syntax);
    }

    private List<PresentationContext> Contexts()
    {
        List<PresentationContext> contexts = [];
        foreach (KeyValuePair<string, SortedSet<string>> pair in _wanted)
        {
            // Each syntax in a context of its own, so that a file goes as it is; the plain ones also in place of each other.
            SortedSet<string> syntaxes = new(pair.Value, StringComparer.Ordinal);
            foreach (string syntax in pair.Value)
            {
                if (new DicomTransferSyntax(syntax).IsNative)
                {
                    syntaxes.Add(DicomUids.ExplicitVRLittleEndian);
                }
            }

            contexts.AddRange(PresentationContext.Storage(pair.Key, syntaxes));
        }

        return contexts;
    }

    private async Task<DicomAssociation> OpenAsync(List<PresentationContext> contexts, CancellationToken cancellationToken)
    {
        for (int i = 0; ; i++)
        {
            IPAddress address = _target.Addresses[i];
            try
            {
                DicomNode node = new(address.ToString(), _target.Receiver.Port, _target.Receiver.AETitle);
                DicomAssociation association = await DicomAssociation.OpenAsync(node, contexts, _options, cancellationToken).ConfigureAwait(false);
                _failures = 0;
                return association;
            }
            catch (DicomException error) when (error.Code == DicomErrorCode.ConnectFailed && i + 1 < _target.Addresses.Count)
            {
                // One name may mean IPv4 and IPv6, and the receiver listen on one of them.
            }
            catch (DicomException)
            {
                _failures++;
                throw;
            }
        }
    }

    private void Drop()
    {
        _association?.Abort();
        _association = null;
    }
}
