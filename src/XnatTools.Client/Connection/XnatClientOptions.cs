using System;
using System.Net.Http;

namespace XnatTools.Client;

/// <summary>How to reach a site. Fixed once the client is made.</summary>
public sealed class XnatClientOptions
{
    /// <summary>Address of the site, with its context path if it has one: <c>https://xnat.example.org/</c>.</summary>
    public Uri? Uri { get; init; }

    /// <summary>What to log in with.</summary>
    public XnatCredential? Credential { get; init; }

    /// <summary>SHA-1 or SHA-256 of the server's certificate in hexadecimal: that certificate, and no other, is accepted.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>Accept any certificate. Warned about at each connection.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Allow http:// to a host other than this machine; the password then travels in the clear.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Longest wait for one try of an ordinary call, answer included.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Longest wait for one try of a call during which the server works (queries, import, archive); for downloads the longest silence.</summary>
    public TimeSpan LongTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest time for one call with all its repeats. Never cuts a first try short.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Longest wait for a connection (net8.0; .NET Framework uses the system's).</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Repeats of a call that is safe to repeat; 0 means none.</summary>
    public int RetryCount { get; init; } = 3;

    /// <summary>First pause before a repeat; later ones double, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Largest answer held in memory, in bytes. Downloads are streamed and not limited by it.</summary>
    public long MaximumAnswer { get; init; } = 128L * 1024 * 1024;

    /// <summary>Connections at one time.</summary>
    public int MaximumConnections { get; init; } = 16;

    /// <summary>Use the system's proxy (with the process's account where the proxy asks).</summary>
    public bool UseProxy { get; init; } = true;

    /// <summary>A proxy to use instead of the system's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>After a login with a password, get an alias token, use that to renew the session, and forget the password.</summary>
    public bool UseAliasToken { get; init; }

    /// <summary>Clock and timers.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the message handler; for tests. Certificates, proxy and limits above then do not apply.</summary>
    public Func<HttpMessageHandler>? HandlerFactory { get; init; }

    /// <summary>Who hears of requests and warnings.</summary>
    public IXnatEvents? Events { get; init; }

    /// <summary>All of it but the secret.</summary>
    internal XnatClientOptions WithoutCredential() => new()
    {
        Uri = Uri,
        CertificateThumbprint = CertificateThumbprint,
        SkipCertificateCheck = SkipCertificateCheck,
        AllowInsecure = AllowInsecure,
        RequestTimeout = RequestTimeout,
        LongTimeout = LongTimeout,
        Deadline = Deadline,
        ConnectTimeout = ConnectTimeout,
        RetryCount = RetryCount,
        RetryDelay = RetryDelay,
        MaximumAnswer = MaximumAnswer,
        MaximumConnections = MaximumConnections,
        UseProxy = UseProxy,
        Proxy = Proxy,
        UseAliasToken = UseAliasToken,
        Time = Time,
        HandlerFactory = HandlerFactory,
        Events = Events,
    };
}
