using System;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Auth;

/// <summary>Logs requests in, keeps cookies, and turns away whoever is not logged in.</summary>
internal sealed class AuthMiddleware
{
    private static readonly object s_callerKey = new();
    private static readonly object s_sessionKey = new();

    private readonly SandboxContext _context;
    private readonly SessionStore _sessions;

    internal AuthMiddleware(SandboxContext context, SessionStore sessions)
    {
        _context = context;
        _sessions = sessions;
    }

    internal static Caller? CallerOf(HttpContext http) => http.Items[s_callerKey] as Caller;

    internal static HttpSession? SessionOf(HttpContext http) => http.Items[s_sessionKey] as HttpSession;

    internal async Task InvokeAsync(HttpContext http, Func<Task> next)
    {
        string path = http.Request.Path.Value ?? "/";
        if (!IsGuarded(path))
        {
            await next().ConfigureAwait(false);
            return;
        }

        if (_context.Faults.Take(FaultNames.SessionExpiry, path, http.Request.Method) && http.Request.Cookies["JSESSIONID"] is string lost)
        {
            _sessions.End(lost);
        }

        HttpSession? session = _sessions.Find(http.Request.Cookies["JSESSIONID"]);
        if (session?.User is null && !TryBasic(http, ref session))
        {
            await RefuseAsync(http, "").ConfigureAwait(false);
            return;
        }

        session ??= _sessions.Create(null);
        Adopt(http, session);
        http.Response.OnStarting(() =>
        {
            AddCookies(http);
            return Task.CompletedTask;
        });
        if (CallerOf(http) is null && !IsOpen(path))
        {
            await RefuseAsync(http, path).ConfigureAwait(false);
            return;
        }

        if (CallerOf(http) is { User.PasswordExpired: true })
        {
            if (AgentRule.IsInteractive(http.Request.Headers.UserAgent))
            {
                http.Response.Redirect("/app/template/XDATScreen_UpdateUser.vm");
                return;
            }

            await Answer.Text("Your password has expired.", 403).ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        if (CallerOf(http) is not null && !await CsrfOkAsync(http, session).ConfigureAwait(false))
        {
            await Answer.HtmlError(403, "Invalid CSRF token").ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        await next().ConfigureAwait(false);
    }

    /// <summary>Makes a session the request's own; its cookie goes out with the answer.</summary>
    internal void Adopt(HttpContext http, HttpSession session)
    {
        http.Items[s_sessionKey] = session;
        http.Items[s_callerKey] = null;
        lock (_context.State.Sync)
        {
            SandboxUser? user = session.User is null ? null : _context.State.Users.Find(u => u.Name == session.User);
            if (user is { Enabled: true })
            {
                http.Items[s_callerKey] = new Caller(_context.State, user);
            }
        }
    }

    /// <summary>Ends the request's session.</summary>
    internal void Logout(HttpContext http)
    {
        if (SessionOf(http) is HttpSession session)
        {
            _sessions.End(session.Id);
        }
    }

    private static bool IsGuarded(string path) =>
        Starts(path, "/data") || Starts(path, "/REST") || Starts(path, "/xapi") || Starts(path, "/fs");

    private static bool Starts(string path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] == '/');

    private static bool IsOpen(string path) => path is "/data/JSESSION" or "/REST/JSESSION" or "/data/services/auth" or "/REST/services/auth"
        or "/xapi/siteConfig/siteHome" or "/xapi/siteConfig/siteId" or "/xapi/siteConfig/siteLogoPath" or "/xapi/siteConfig/siteUrl"
        || path.StartsWith("/xapi/siteConfig/buildInfo", StringComparison.Ordinal);

    // False when credentials were given and are wrong.
    private bool TryBasic(HttpContext http, ref HttpSession? session)
    {
        if (!AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out AuthenticationHeaderValue? header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        string text;
        try
        {
            text = Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter ?? ""));
        }
        catch (FormatException)
        {
            return false;
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || _sessions.Login(text[..colon], text[(colon + 1)..]) is not SandboxUser user)
        {
            return false;
        }

        // A login gets a new session id (fixation protection).
        if (session is not null)
        {
            _sessions.End(session.Id);
        }

        session = _sessions.Create(user.Name);
        return true;
    }

    private async Task<bool> CsrfOkAsync(HttpContext http, HttpSession session)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            || !AgentRule.NeedsCsrf(http.Request.Headers.UserAgent)
            || string.Equals(_context.State.SiteConfig["enableCsrfToken"]?.ToString(), "false", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        string? token = http.Request.Query["XNAT_CSRF"];
        if (token is null && http.Request.HasFormContentType)
        {
            token = (await http.Request.ReadFormAsync().ConfigureAwait(false))["XNAT_CSRF"];
        }

        return token == session.Csrf;
    }

    // Wrong credentials (no path) are always 401; a missing login is a redirect for browsers.
    private async Task RefuseAsync(HttpContext http, string path)
    {
        if (path.Length > 0 && AgentRule.IsInteractive(http.Request.Headers.UserAgent))
        {
            http.Response.Redirect("/app/template/Login.vm");
            return;
        }

        string site = _context.State.SiteConfig["siteId"]?.ToString() ?? "XNAT";
        http.Response.Headers.WWWAuthenticate = $"Basic realm=\"{site}\"";
        await Answer.HtmlError(401, "Unauthorized", container: true).ExecuteAsync(http).ConfigureAwait(false);
    }

    private void AddCookies(HttpContext http)
    {
        if (SessionOf(http) is not HttpSession session)
        {
            return;
        }

        if (http.Request.Cookies["JSESSIONID"] != session.Id)
        {
            bool secure = (_context.State.SiteConfig["siteUrl"]?.ToString() ?? "").StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            http.Response.Cookies.Append("JSESSIONID", session.Id, new CookieOptions { HttpOnly = true, Path = "/", Secure = secure });
        }

        string expiry = string.Create(
            CultureInfo.InvariantCulture, $"{session.LastAccess.ToUnixTimeMilliseconds()},{(long)_sessions.Timeout.TotalMilliseconds}");

        // Appended by hand: the value holds a comma, which XNAT does not escape.
        http.Response.Headers.Append("Set-Cookie", $"SESSION_EXPIRATION_TIME={expiry}; Path=/");
    }
}
