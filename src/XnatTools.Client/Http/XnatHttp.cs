using System;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;

namespace XnatTools.Client;

/// <summary>
/// The one way out: every request of the client goes through <see cref="SendAsync(XnatRequest, Stream, CancellationToken)"/>.
/// It adds agent, cookie and deadline, repeats what is safe to repeat, renews the session once, maps errors once, and tells
/// <see cref="IXnatEvents"/> what it did without telling it about whom.
/// </summary>
internal sealed class XnatHttp : IDisposable
{
    private static readonly string s_agent = "XnatTools/" + Version();
    private readonly HttpClient _client;
    private readonly XnatClientOptions _options;
    private readonly Uri _base;
    private readonly XnatLogin _login;
    private readonly ResiliencePipeline<XnatResponse> _pipeline;
    private SeenDate? _serverDate;

    public XnatHttp(XnatClientOptions options, Uri site)
    {
        _options = options.WithoutCredential(); // only the login keeps it, and forgets it when it can
        _base = site;
        Cookies = new CookieJar();
        _login = new XnatLogin(this, options);
        _client = new HttpClient(options.HandlerFactory?.Invoke() ?? HandlerMaker.Make(options), disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan, // each try has its own deadline
        };
        _client.DefaultRequestHeaders.ExpectContinue = false;
        _pipeline = RetryPipeline.Make(options);
    }

    public CookieJar Cookies { get; }

    public XnatLogin Login => _login;

    /// <summary>Whether the plugin is there; null until known.</summary>
    public bool? DqrInstalled { get; set; }

    public TimeProvider Time => _options.Time;

    /// <summary>The server's clock: its last Date header and what has passed since.</summary>
    public DateTimeOffset? ServerTime => Volatile.Read(ref _serverDate) is SeenDate seen ? seen.Date + _options.Time.GetElapsedTime(seen.At) : null;

    public void Warn(string message) => _options.Events?.Warning(message);

    public void Debug(string message) => _options.Events?.Debug(message);

    public Task<XnatResponse> SendAsync(XnatRequest request, CancellationToken cancellationToken) => SendAsync(request, null, cancellationToken);

    /// <summary>Sends, and returns the answer if it is a success; else throws an <see cref="XnatException"/>. With a sink the body goes there.</summary>
    public async Task<XnatResponse> SendAsync(XnatRequest request, Stream? sink, CancellationToken cancellationToken)
    {
        await _login.KeepTokenFreshAsync(cancellationToken).ConfigureAwait(false);
        int generation = _login.Generation;
        XnatResponse response = await TryAsync(request, sink, cancellationToken).ConfigureAwait(false);
        SessionState state = SessionCheck.Of(response);
        if (state != SessionState.Alive)
        {
            SessionCheck.ThrowIfAccountTrouble(response, state);
            await _login.RenewAsync(generation, cancellationToken).ConfigureAwait(false);
            if (state == SessionState.PageInsteadOfAnswer && !request.IsSafe)
            {
                throw ErrorMap.Make(request, XnatErrorCode.OutcomeUnknown, "A web page came instead of an answer; the session was renewed, but the call may have been carried out.", response.Status, null, null, true);
            }

            response = await TryAsync(request, sink, cancellationToken).ConfigureAwait(false);
            state = SessionCheck.Of(response);
            if (state != SessionState.Alive)
            {
                SessionCheck.ThrowIfAccountTrouble(response, state);
                throw state == SessionState.PageInsteadOfAnswer
                    ? ErrorMap.Make(request, XnatErrorCode.UnexpectedResponse, "A web page came instead of an answer, also after a new login.", response.Status)
                    : ErrorMap.Make(request, XnatErrorCode.SessionLost, "The server does not accept the session, also after a new login.", response.Status);
            }
        }

        if (response.IsSuccess || (response.IsRedirect && request.RedirectIsResult && response.Status is 301 or 303) || (response.Status == 304 && request.UnchangedIsFine))
        {
            return response;
        }

        throw ErrorMap.From(response, DqrInstalled);
    }

    /// <summary>One try without retry and session care; for the login itself.</summary>
    public async Task<XnatResponse> SendOnceAsync(XnatRequest request, AuthenticationHeaderValue? authorization, int attempt, Stream? sink, CancellationToken cancellationToken)
    {
        TimeSpan wait = request.IsLong || sink is not null ? _options.LongTimeout : _options.RequestTimeout;
        long started = _options.Time.GetTimestamp();
        int status = 0;
        using Deadline deadline = new(_options.Time, wait, cancellationToken);
        try
        {
            using HttpRequestMessage message = MakeMessage(request, authorization, () => deadline.Extend(wait));
            using HttpResponseMessage answer = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            status = (int)answer.StatusCode;
            Cookies.Read(answer);
            NoteDate(answer);
            return await BodyReader.ReadAsync(request, answer, sink, deadline, sink is null ? TimeSpan.Zero : wait, _options.MaximumAnswer, _options.Time).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(request, deadline.HasExpired, error);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is not (OperationCanceledException or XnatException))
        {
            // Ending an answer from outside shows up as all sorts of exceptions.
            throw new OperationCanceledException("The call was cancelled.", error, cancellationToken);
        }
        catch (Exception error) when (deadline.HasExpired && error is not XnatException)
        {
            throw TimedOut(request, true, error);
        }
        catch (Exception error) when (NetworkFault.IsNetwork(error))
        {
            throw Broken(request, error);
        }
        finally
        {
            _options.Events?.Request(new XnatRequestEvent(request.Verb.Method, request.Template, status, _options.Time.GetElapsedTime(started), attempt));
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _login.Dispose();
    }

    private async Task<XnatResponse> TryAsync(XnatRequest request, Stream? sink, CancellationToken cancellationToken)
    {
        TimeSpan perTry = request.IsLong ? _options.LongTimeout : _options.RequestTimeout;
        using Deadline deadline = new(_options.Time, sink is not null || request.StreamedBody is not null ? Timeout.InfiniteTimeSpan : perTry > _options.Deadline ? perTry : _options.Deadline, cancellationToken);
        ResilienceContext context = ResilienceContextPool.Shared.Get(deadline.Token);
        context.Properties.Set(RetryPipeline.RequestKey, request);
        context.Properties.Set(RetryPipeline.SinkKey, sink);
        int attempt = 0;
        try
        {
            return await _pipeline.ExecuteAsync(
                async static (c, state) => await state.Self.SendOnceAsync(state.Request, null, ++state.Attempt.Value, state.Sink, c.CancellationToken).ConfigureAwait(false),
                context,
                new TryState(this, request, sink, new StrongBox(attempt))).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (deadline.HasExpired)
        {
            throw TimedOut(request, true, error);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private HttpRequestMessage MakeMessage(XnatRequest request, AuthenticationHeaderValue? authorization, Action alive)
    {
        HttpRequestMessage message = new(request.Verb, new Uri(_base, _base.AbsolutePath.TrimEnd('/') + request.PathAndQuery()))
        {
            Content = request.StreamedBody?.Invoke(alive) ?? request.Body?.Invoke() ?? EmptyBody(request),
        };
        if (request.StreamedBody is not null && message.Content?.Headers.ContentLength is null)
        {
            // Without it .NET Framework would hold the whole body to find out its length.
            message.Headers.TransferEncodingChunked = true;
        }

        if (request.FirstBytes > 0)
        {
            message.Headers.Range = new RangeHeaderValue(0, request.FirstBytes - 1);
        }

        message.Headers.TryAddWithoutValidation("User-Agent", s_agent);
        message.Headers.TryAddWithoutValidation("Accept", request.Answer switch { XnatAnswer.Json => "application/json", XnatAnswer.Text => "text/plain, text/uri-list;q=0.9, */*;q=0.5", _ => "*/*" });
        if (authorization is not null)
        {
            message.Headers.Authorization = authorization;
        }
        else if (Cookies.Header() is string cookies)
        {
            message.Headers.TryAddWithoutValidation("Cookie", cookies);
        }

        return message;
    }

    // The runtime's own handler sends a request anew, up to three times, when a used connection is closed without an answer and
    // no body was begun. For a change that would be a second change, so a change always has a body, if an empty one.
    private static OnceContent? EmptyBody(XnatRequest request) => request.Verb == HttpMethod.Get ? null : new OnceContent();

    private void NoteDate(HttpResponseMessage answer)
    {
        if (answer.Headers.Date is DateTimeOffset date)
        {
            Volatile.Write(ref _serverDate, new SeenDate(date, _options.Time.GetTimestamp()));
        }
    }

    private static XnatException TimedOut(XnatRequest request, bool expired, Exception error)
    {
        // A cancellation that neither we nor the caller asked for: the connection could not be made in time.
        if (!expired)
        {
            return ErrorMap.Make(request, XnatErrorCode.ConnectionFailed, "No connection to the server could be made in time.", inner: error);
        }

        return request.IsSafe
            ? ErrorMap.Make(request, XnatErrorCode.Timeout, "No answer came in time.", inner: error)
            : ErrorMap.Make(request, XnatErrorCode.OutcomeUnknown, "No answer came in time; the call may have been carried out.", mayHaveActed: true, inner: error);
    }

    private static XnatException Broken(XnatRequest request, Exception error) => NetworkFault.Kind(error) switch
    {
        NetworkFaultKind.Tls => ErrorMap.Make(request, XnatErrorCode.TlsFailed, "No secure connection: the server's certificate is not trusted, or it offers no protocol from TLS 1.2 on.", inner: error),
        NetworkFaultKind.NeverConnected => ErrorMap.Make(request, XnatErrorCode.ConnectionFailed, "No connection to the server.", inner: error),
        _ when request.IsSafe => ErrorMap.Make(request, XnatErrorCode.ConnectionFailed, "The connection broke before the answer was complete.", inner: error),
        _ => ErrorMap.Make(request, XnatErrorCode.OutcomeUnknown, "The connection broke before the answer was complete; the call may have been carried out.", mayHaveActed: true, inner: error),
    };

    private static string Version()
    {
        string version = typeof(XnatHttp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        int plus = version.IndexOf('+');
        return plus < 0 ? version : version.Substring(0, plus);
    }

    private sealed class SeenDate(DateTimeOffset date, long at)
    {
        public DateTimeOffset Date { get; } = date;

        public long At { get; } = at;
    }

    private sealed class StrongBox(int value)
    {
        public int Value = value;
    }

    private readonly struct TryState(XnatHttp self, XnatRequest request, Stream? sink, StrongBox attempt)
    {
        public XnatHttp Self { get; } = self;

        public XnatRequest Request { get; } = request;

        public Stream? Sink { get; } = sink;

        public StrongBox Attempt { get; } = attempt;
    }
}
