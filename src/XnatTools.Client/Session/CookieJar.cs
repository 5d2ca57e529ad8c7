using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Text;

namespace XnatTools.Client;

/// <summary>
/// Keeps cookies ourselves: XNAT marks its session cookie Secure after the configured site address, not after the request,
/// so a strict jar would drop it behind a forwarding proxy and every call would log in again. The session id may change at
/// login; the latest one counts.
/// </summary>
internal sealed class CookieJar
{
    public const string SessionCookie = "JSESSIONID";
    private const string ExpiryCookie = "SESSION_EXPIRATION_TIME";
    private const int MaximumCookies = 20;
    private readonly object _gate = new();
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private DateTimeOffset? _expires;

    public bool HasSession
    {
        get
        {
            lock (_gate)
            {
                return _cookies.ContainsKey(SessionCookie);
            }
        }
    }

    /// <summary>When the server will end the session if nothing is asked; null when it did not say.</summary>
    public DateTimeOffset? Expires
    {
        get
        {
            lock (_gate)
            {
                return _expires;
            }
        }
    }

    public void Set(string name, string value)
    {
        lock (_gate)
        {
            _cookies[name] = value;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _cookies.Clear();
            _expires = null;
        }
    }

    /// <summary>Value of the Cookie header, or null.</summary>
    public string? Header()
    {
        lock (_gate)
        {
            if (_cookies.Count == 0)
            {
                return null;
            }

            StringBuilder text = new();
            foreach (KeyValuePair<string, string> cookie in _cookies)
            {
                text.Append(text.Length == 0 ? "" : "; ").Append(cookie.Key).Append('=').Append(cookie.Value);
            }

            return text.ToString();
        }
    }

    public void Read(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? lines))
        {
            return;
        }

        lock (_gate)
        {
            foreach (string line in lines)
            {
                ReadOne(line);
            }
        }
    }

    private void ReadOne(string line)
    {
        string[] parts = line.Split(';');
        int equals = parts[0].IndexOf('=');
        if (equals <= 0)
        {
            return;
        }

        string name = parts[0].Substring(0, equals).Trim();
        string value = parts[0].Substring(equals + 1).Trim();
        if (string.Equals(name, ExpiryCookie, StringComparison.OrdinalIgnoreCase))
        {
            ReadExpiry(value.Trim('"'));
            return;
        }

        bool gone = value.Length == 0;
        for (int i = 1; i < parts.Length; i++)
        {
            gone |= parts[i].Trim().Equals("Max-Age=0", StringComparison.OrdinalIgnoreCase);
        }

        if (gone)
        {
            _cookies.Remove(name);
        }
        else if (_cookies.ContainsKey(name) || _cookies.Count < MaximumCookies)
        {
            _cookies[name] = value;
        }
    }

    // "{epoch ms of the last access},{time-out in ms}"
    private void ReadExpiry(string value)
    {
        string[] parts = value.Replace("%2C", ",").Split(',');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long last)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long timeout)
            && last < 253_402_300_000_000 && timeout < 1_000_000_000_000)
        {
            _expires = DateTimeOffset.FromUnixTimeMilliseconds(last).AddMilliseconds(timeout);
        }
    }
}
