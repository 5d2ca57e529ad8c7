using System;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client.Tests;

/// <summary>Makes clients of scripted servers.</summary>
internal static class Scripted
{
    public static XnatClientOptions Options(ScriptedServer server, IXnatEvents? events = null, XnatCredential? credential = null, int retries = 0, bool aliasToken = false, TimeSpan? timeout = null, long maximum = 1024 * 1024) => new()
    {
        Uri = new Uri("https://xnat.example.org/"),
        Credential = credential ?? XnatCredential.Basic("jdoe", "pass-word"),
        HandlerFactory = () => server,
        Events = events,
        RetryCount = retries,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        UseAliasToken = aliasToken,
        RequestTimeout = timeout ?? TimeSpan.FromSeconds(30),
        LongTimeout = timeout ?? TimeSpan.FromSeconds(30),
        MaximumAnswer = maximum,
    };

    public static Task<XnatClient> ConnectAsync(ScriptedServer server, IXnatEvents? events = null, int retries = 0, TimeSpan? timeout = null, long maximum = 1024 * 1024) =>
        XnatClient.ConnectAsync(Options(server, events, retries: retries, timeout: timeout, maximum: maximum), CancellationToken.None);
}
