using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>
/// An association that we requested: one connection, any number of operations. They follow each other, unless a window of
/// several at once was asked for (<see cref="DicomClientOptions.AsynchronousOperations"/>) and the peer agreed: then so many
/// may be under way, one C-GET among them. Disposing releases it when it is at rest, and aborts it otherwise.
/// </summary>
public sealed partial class DicomAssociation : IAsyncDisposable
{
    /// <summary>Most that we have under way where the peer sets no limit.</summary>
    private const int MostAtOnce = 64;

    private readonly DimseChannel _channel;
    private readonly DicomClientOptions _options;
    private readonly SemaphoreSlim _operation;
    private readonly SemaphoreSlim _getting = new(1, 1);
    private readonly int _width;
    private readonly AnswerRouter? _router;
    private int _messageId;
    private int _closed;

    private DicomAssociation(DicomNode node, DicomClientOptions options, DimseChannel channel, IReadOnlyList<PresentationContext> contexts, AssociatePdu answer)
    {
        Node = node;
        _options = options;
        _channel = channel;
        Contexts = contexts;
        PeerMaxPduLength = answer.MaxPduLength;
        PeerImplementationClassUid = answer.ImplementationClassUid;
        PeerImplementationVersion = answer.ImplementationVersion;
        UserIdentityAnswer = answer.UserIdentityAnswer;
        OperationsWindow = WindowOf(options, answer);
        _width = OperationsWindow == 0 ? MostAtOnce : Math.Min(OperationsWindow, MostAtOnce);
        _operation = new SemaphoreSlim(_width, _width);
        if (_width > 1)
        {
            _router = new AnswerRouter(channel, options.MaxDatasetBytes);
            _router.Start();
        }
    }

    /// <summary>The peer.</summary>
    public DicomNode Node { get; }

    /// <summary>The contexts that were proposed, with what became of them.</summary>
    public IReadOnlyList<PresentationContext> Contexts { get; }

    /// <summary>Largest PDU that the peer takes, 0 for no limit.</summary>
    public long PeerMaxPduLength { get; }

    /// <summary>The peer's implementation, as it names itself.</summary>
    public string? PeerImplementationClassUid { get; }

    /// <summary>The peer's version, as it names itself.</summary>
    public string? PeerImplementationVersion { get; }

    /// <summary>The peer's answer to our identity, when it gave one.</summary>
    public byte[]? UserIdentityAnswer { get; }

    /// <summary>Operations that may be under way at once, as agreed; 1 when it was not negotiated, 0 for no limit.</summary>
    public int OperationsWindow { get; }

    /// <summary>False after release, abort or a broken connection.</summary>
    public bool IsOpen => _closed == 0 && _channel.Connection.IsOpen;

    /// <summary>Opens an association.</summary>
    /// <param name="node">Whom to call.</param>
    /// <param name="contexts">What to propose, at most 128.</param>
    /// <param name="options">Our title, time-outs and limits.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="DicomRejectedException">The peer said no.</exception>
    /// <exception cref="DicomException">No connection, no answer, TLS failed, aborted.</exception>
    public static async Task<DicomAssociation> OpenAsync(DicomNode node, IEnumerable<PresentationContext> contexts, DicomClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        DicomClientOptions settings = options ?? new DicomClientOptions();
        List<PresentationContext> proposed = [];
        foreach (PresentationContext context in contexts ?? throw new ArgumentNullException(nameof(contexts)))
        {
            context.Id = (byte)((proposed.Count * 2) + 1);
            proposed.Add(context);
        }

        if (proposed.Count is 0 or > 128)
        {
            throw new ArgumentException("An association has 1 to 128 presentation contexts.", nameof(contexts));
        }

        settings.PhaseBegins?.Invoke(DicomAssociationPhase.Connect);
        DicomConnection connection = await ConnectionOpener.OpenAsync(node ?? throw new ArgumentNullException(nameof(node)), settings, cancellationToken).ConfigureAwait(false);
        try
        {
            using CancellationTokenRegistration registration = cancellationToken.Register(
                static state => ((DicomConnection)state!).Kill(new DicomException(DicomErrorCode.Aborted, "It was cancelled.")), connection);
            settings.PhaseBegins?.Invoke(DicomAssociationPhase.Associate);
            connection.SetDeadline(settings.AssociationTimeout, "association request");
            await connection.SendAsync(AssociationNegotiation.Request(node, settings, proposed).Encode()).ConfigureAwait(false);
            AssociatePdu answer = await AssociationNegotiation.ReceiveAnswerAsync(connection).ConfigureAwait(false);
            AssociationNegotiation.Apply(answer, proposed);
            settings.PhaseBegins?.Invoke(DicomAssociationPhase.Open);
            connection.ClearDeadline();
            DimseChannel channel = new(connection, settings.MaxPduLength, answer.MaxPduLength, settings.MaxSendPduLength) { DataTimeout = settings.ResponseTimeout, IsConcurrent = WindowOf(settings, answer) != 1 };
            return new DicomAssociation(node, settings, channel, proposed, answer);
        }
        catch (DicomException) when (cancellationToken.IsCancellationRequested)
        {
            connection.Dispose();
            throw new OperationCanceledException(cancellationToken);
        }
        catch (DicomException e) when (settings.UseTls && e.Code == DicomErrorCode.Aborted && e.InnerException is not null)
        {
            // With TLS 1.3 the server judges the client's certificate after the client thinks that all is well.
            connection.Dispose();
            throw new DicomException(DicomErrorCode.TlsFailed, "The connection was cut right after the TLS handshake: the peer may want a client certificate, or not trust ours.", e) { Phase = "TLS handshake" };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The accepted context of a class, or null.</summary>
    public PresentationContext? FindContext(string abstractSyntax)
    {
        foreach (PresentationContext context in Contexts)
        {
            if (context.AbstractSyntax == abstractSyntax && context.Result == DicomContextResult.Accepted)
            {
                return context;
            }
        }

        return null;
    }

    /// <summary>Ends the association in order.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        try
        {
            using CancellationTokenRegistration registration = cancellationToken.Register(
                static state => ((DicomConnection)state!).Kill(new DicomException(DicomErrorCode.Aborted, "It was cancelled.")), _channel.Connection);
            // A deadline of its own: that of reading is renewed and cleared by what still comes.
            _channel.Connection.SetDeadline(this, _options.ReleaseTimeout, "release");
            await _channel.SendControlAsync(5).ConfigureAwait(false);
            if (_router is not null)
            {
                // It reads on until the release is confirmed.
                await _router.Completion.ConfigureAwait(false);
                return;
            }

            while (!_channel.ReleaseConfirmed && await _channel.ReceiveAsync().ConfigureAwait(false) is { } late)
            {
                // An answer that was still on its way.
                await _channel.DrainAsync(late).ConfigureAwait(false);
            }
        }
        catch (DicomException)
        {
            // A peer that cuts the connection instead of confirming has released it as well.
        }
        finally
        {
            _channel.Dispose();
        }
    }

    /// <summary>Ends the association at once; operations under way fail.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            // Sent without waiting: what follows is the end of the connection in any case.
            _ = AbortAndCloseAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_operation.CurrentCount == _width && IsOpen)
        {
            await ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
        }
        else if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            await AbortAndCloseAsync().ConfigureAwait(false);
        }

        _channel.Dispose();
        _operation.Dispose();
        _getting.Dispose();
    }

    private async Task AbortAndCloseAsync()
    {
        await _channel.AbortAsync(0, 0, new DicomException(DicomErrorCode.Aborted, "The association was aborted by us.")).ConfigureAwait(false);
        _channel.Dispose();
    }

    private PresentationContext Require(string abstractSyntax) => FindContext(abstractSyntax)
        ?? throw PresentationContext.NotAccepted(Contexts, abstractSyntax, null);

    /// <summary>As agreed; what was not proposed, or comes back larger than it was proposed, counts for nothing.</summary>
    private static int WindowOf(DicomClientOptions options, AssociatePdu answer)
    {
        if (options.AsynchronousOperations == 1 || answer.AsynchronousOperations is not { } agreed)
        {
            return 1;
        }

        int proposed = options.AsynchronousOperations;
        return proposed == 0 ? agreed.Invoked : agreed.Invoked == 0 ? proposed : Math.Min(agreed.Invoked, proposed);
    }

    private ushort NextMessageId() => (ushort)((Interlocked.Increment(ref _messageId) % 0xFFFE) + 1);
}
