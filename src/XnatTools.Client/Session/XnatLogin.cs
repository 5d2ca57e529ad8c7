using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>
/// Opens and renews the session. Only one login runs at a time; who waited for it uses its result. A login that was refused
/// is never tried again, because XNAT locks an account after repeated failures.
/// </summary>
internal sealed class XnatLogin : IDisposable
{
    private static readonly TimeSpan s_tokenAge = TimeSpan.FromHours(12);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly XnatHttp _http;
    private readonly XnatClientOptions _options;
    private XnatCredential _credential;
    private int _generation;
    private bool _refused;
    private string? _alias;
    private DateTimeOffset _aliasIssued;

    public XnatLogin(XnatHttp http, XnatClientOptions options)
    {
        _http = http;
        _options = options.WithoutCredential();
        _credential = options.Credential ?? throw new XnatException(XnatErrorCode.ArgumentInvalid, "Nothing to log in with was given.");
    }

    /// <summary>Grows with each login.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>True when the session was opened by somebody else, who also ends it.</summary>
    public bool IsBorrowed => _credential.Kind == XnatCredentialKind.SessionId;

    /// <summary>The alias token that stands for the password, when one was issued.</summary>
    public string? Alias => _alias;

    public Task OpenAsync(CancellationToken cancellationToken) => RenewAsync(Generation, cancellationToken);

    /// <summary>Logs in, unless somebody has done so since <paramref name="seen"/>.</summary>
    public async Task RenewAsync(int seen, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_generation != seen)
            {
                return;
            }

            if (_refused)
            {
                throw new XnatException(XnatErrorCode.AuthenticationFailed, "The server refused this login before; it is not tried again.");
            }

            if (_generation > 0)
            {
                _http.Debug("The session is gone; logging in again.");
            }

            await LogInAsync(cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _generation);
            await RefreshTokenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Replaces the alias token before it dies, also in a session that never ends.</summary>
    public async Task KeepTokenFreshAsync(CancellationToken cancellationToken)
    {
        if (_alias is null || _options.Time.GetUtcNow() - _aliasIssued <= s_tokenAge)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RefreshTokenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Drops everything secret.</summary>
    public void Forget()
    {
        _refused = true;
        _credential = XnatCredential.Default();
        _http.Cookies.Clear();
    }

    public void Dispose() => _gate.Dispose();

    private async Task LogInAsync(CancellationToken cancellationToken)
    {
        if (_credential.Kind == XnatCredentialKind.SessionId)
        {
            if (_generation > 0)
            {
                throw new XnatException(XnatErrorCode.SessionLost, "The session that was given has ended, and there is no password to open another.");
            }

            _http.Cookies.Set(CookieJar.SessionCookie, _credential.Secret);
            return;
        }

        _http.Cookies.Clear();
        XnatRequest request = XnatRequest.Make(HttpMethod.Post, "/data/JSESSION", [], null, XnatAnswer.Text, XnatSubjectOfCall.Login, readsOnly: true);
        XnatResponse response = await _http.SendOnceAsync(request, Authorization(), 1, null, cancellationToken).ConfigureAwait(false);
        SessionState state = SessionCheck.Of(response);
        SessionCheck.ThrowIfAccountTrouble(response, state);
        if (state == SessionState.Lost || response.Status == 403)
        {
            XnatException error = ErrorMap.From(response, null);
            _refused = true;
            throw error.Code == XnatErrorCode.PasswordExpired ? error
                : ErrorMap.Make(request, XnatErrorCode.AuthenticationFailed, "The server refused the login: user name, password or token is wrong, or the account is locked.", response.Status, error.ServerText);
        }

        if (state == SessionState.PageInsteadOfAnswer)
        {
            throw ErrorMap.Make(request, XnatErrorCode.UnexpectedResponse, "A web page came instead of a session.", response.Status);
        }

        if (response.Status is 404 or 405)
        {
            throw ErrorMap.Make(request, XnatErrorCode.UnexpectedResponse, "There is no XNAT at this address.", response.Status, advice: "Check the address, including the path after the host name if the site has one.");
        }

        if (!response.IsSuccess)
        {
            throw ErrorMap.From(response, null);
        }

        UseBodyWithoutCookie(response);
    }

    // A gateway may swallow Set-Cookie; the body is the session id as well, optionally followed by "; XNAT_CSRF=...".
    private void UseBodyWithoutCookie(XnatResponse response)
    {
        if (_http.Cookies.HasSession)
        {
            return;
        }

        string id = response.Text().Split(';')[0].Trim();
        if (id.Length is 0 or > 256 || id.IndexOfAny(s_notInId) >= 0)
        {
            throw ErrorMap.Make(response.Request, XnatErrorCode.UnexpectedResponse, "The answer to the login is no session.", response.Status);
        }

        _http.Cookies.Set(CookieJar.SessionCookie, id);
    }

    private AuthenticationHeaderValue? Authorization() => _credential.Kind == XnatCredentialKind.Default
        ? null
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(_credential.Name + ":" + _credential.Secret)));

    /// <summary>Swaps the password for an alias token, and an ageing token for a new one (they live two days).</summary>
    private async Task RefreshTokenAsync(CancellationToken cancellationToken)
    {
        bool wanted = _options.UseAliasToken && (_credential.Kind == XnatCredentialKind.Basic || (_alias is not null && _options.Time.GetUtcNow() - _aliasIssued > s_tokenAge));
        if (!wanted)
        {
            return;
        }

        XnatRequest request = XnatRequest.Get("/data/services/tokens/issue");
        try
        {
            XnatResponse response = await _http.SendOnceAsync(request, null, 1, null, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccess && !response.LooksLikeMarkup())
            {
                using JsonDocument json = JsonRead.Parse(response);
                string? alias = json.RootElement.Text("alias");
                string? secret = json.RootElement.Text("secret");
                if (alias is not null && secret is not null)
                {
                    _credential = XnatCredential.Token(alias, secret);
                    _alias = alias;
                    _aliasIssued = _options.Time.GetUtcNow();
                    return;
                }
            }
        }
        catch (XnatException)
        {
            // Said below.
        }

        _aliasIssued = _options.Time.GetUtcNow(); // not again at each request
        _http.Warn(_alias is null
            ? "The server issued no alias token; the password stays in memory to renew the session."
            : "The server issued no new alias token; the session cannot be renewed once the old one has expired.");
    }

    private static readonly char[] s_notInId = [' ', '<', '>', '\r', '\n', '\t', ',', '"', '='];
}
