using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Commands;

/// <summary>
/// Completes names that a server knows. It asks only over a connection that is there, at most every minute, waits at most two
/// seconds (XNATTOOLS_COMPLETION_SECONDS), and says nothing when it fails: the command line is no place for errors.
/// </summary>
internal abstract class SiteCompleter : IArgumentCompleter
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(60);
    private static readonly ConditionalWeakTable<XnatConnection, ConcurrentDictionary<Type, (DateTime Time, Choice[] Choices)>> s_cache = new();

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            XnatConnection? connection = fakeBoundParameters?["Connection"] as XnatConnection ?? CurrentConnection.Get();
            return connection is { IsOpen: true } ? Completion.Match(wordToComplete, GetChoices(connection)) : [];
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            return [];
        }
    }

    private protected abstract Task<Choice[]> AskAsync(XnatClient client, CancellationToken token);

    private Choice[] GetChoices(XnatConnection connection)
    {
        ConcurrentDictionary<Type, (DateTime Time, Choice[] Choices)> known = s_cache.GetOrCreateValue(connection);
        if (known.TryGetValue(GetType(), out (DateTime Time, Choice[] Choices) cached) && DateTime.UtcNow - cached.Time < s_fresh)
        {
            return cached.Choices;
        }

        using CancellationTokenSource limit = new(Limit());
        Task<Choice[]> asked = Task.Run(() => AskAsync((XnatClient)connection.Client, limit.Token));
        if (!asked.Wait(Limit()))
        {
            return [];
        }

        known[GetType()] = (DateTime.UtcNow, asked.Result);
        return asked.Result;
    }

    private static TimeSpan Limit() =>
        double.TryParse(Environment.GetEnvironmentVariable("XNATTOOLS_COMPLETION_SECONDS"), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && seconds is > 0 and <= 60
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromSeconds(2);
}
