using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;

namespace XnatTools.Sandbox.Auth;

/// <summary>HTTP sessions and failed logins, in memory only: a restart logs everybody out, as Tomcat does.</summary>
internal sealed class SessionStore
{
    private readonly object _sync = new();
    private readonly Dictionary<string, HttpSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Count, DateTimeOffset? Until)> _failures = new(StringComparer.Ordinal);
    private readonly SandboxState _state;
    private readonly SandboxClock _clock;
    private readonly int _maxFailures;

    internal SessionStore(SandboxState state, SandboxClock clock, int maxFailures)
    {
        _state = state;
        _clock = clock;
        _maxFailures = maxFailures;
    }

    /// <summary>The site's idle time.</summary>
    internal TimeSpan Timeout => Interval.Parse(_state.SiteConfig["sessionTimeout"]?.ToString(), TimeSpan.FromMinutes(15));

    /// <summary>The session of a cookie, refreshed; null when it is unknown or was idle too long.</summary>
    internal HttpSession? Find(string? id)
    {
        lock (_sync)
        {
            if (id is null || !_sessions.TryGetValue(id, out HttpSession? session))
            {
                return null;
            }

            DateTimeOffset now = _clock.GetUtcNow();
            if (now - session.LastAccess > Timeout)
            {
                _sessions.Remove(id);
                return null;
            }

            session.LastAccess = now;
            return session;
        }
    }

    internal HttpSession Create(string? user)
    {
        HttpSession session = new() { Id = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)), User = user, LastAccess = _clock.GetUtcNow() };
        lock (_sync)
        {
            _sessions[session.Id] = session;
        }

        return session;
    }

    internal void End(string id)
    {
        lock (_sync)
        {
            _sessions.Remove(id);
        }
    }

    /// <summary>Ends every session: what the expiry fault and the admin endpoint do.</summary>
    internal void EndAll()
    {
        lock (_sync)
        {
            _sessions.Clear();
        }
    }

    internal IReadOnlyList<string> Of(string user)
    {
        lock (_sync)
        {
            return _sessions.Values.Where(s => s.User == user).Select(s => s.Id).ToArray();
        }
    }

    /// <summary>
    /// The user of a name and password, or of an alias and its secret; null for every failure, which all look alike on the wire:
    /// unknown, wrong, locked, disabled, too many sessions.
    /// </summary>
    internal SandboxUser? Login(string name, string password)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string login = slash >= 0 ? name[(slash + 1)..] : name;
        lock (_state.Sync)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            SandboxToken? token = _state.Tokens.FirstOrDefault(t => t.Alias == login);
            if (token is not null)
            {
                return token.Secret == password && token.Expires > now ? Enabled(token.User) : null;
            }

            if (IsLocked(login, now))
            {
                return null;
            }

            SandboxUser? user = Enabled(login);
            if (user is null || user.Password != password)
            {
                Failed(login, now);
                return null;
            }

            lock (_sync)
            {
                _failures.Remove(login);
            }

            int limit = int.TryParse(_state.SiteConfig["concurrentMaxSessions"]?.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out int max) ? max : 1000;
            if (Of(user.Name).Count >= limit)
            {
                return null;
            }

            user.LastLogin = now.ToUnixTimeMilliseconds();
            return user;
        }
    }

    private SandboxUser? Enabled(string name) => _state.Users.FirstOrDefault(u => u.Name == name && u.Enabled);

    private bool IsLocked(string login, DateTimeOffset now)
    {
        lock (_sync)
        {
            return _failures.TryGetValue(login, out (int Count, DateTimeOffset? Until) f) && f.Until > now;
        }
    }

    private void Failed(string login, DateTimeOffset now)
    {
        lock (_sync)
        {
            _failures.TryGetValue(login, out (int Count, DateTimeOffset? Until) f);
            int count = f.Until is not null && f.Until <= now ? 1 : f.Count + 1;
            _failures[login] = (count, count >= _maxFailures ? now.AddHours(1) : null);
        }
    }
}
