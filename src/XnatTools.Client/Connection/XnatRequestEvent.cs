using System;
using System.Globalization;

namespace XnatTools.Client;

/// <summary>One try of one request, without anything that could identify somebody.</summary>
public sealed class XnatRequestEvent
{
    internal XnatRequestEvent(string verb, string template, int status, TimeSpan duration, int attempt)
    {
        Verb = verb;
        Template = template;
        Status = status;
        Duration = duration;
        Attempt = attempt;
    }

    /// <summary>GET, POST ...</summary>
    public string Verb { get; }

    /// <summary>Path with names in place of values, such as <c>/data/projects/{project}/subjects</c>.</summary>
    public string Template { get; }

    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public int Status { get; }

    /// <summary>From sending to the end of the answer.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Counted from 1.</summary>
    public int Attempt { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "{0} {1} -> {2} in {3:0} ms (try {4})", Verb, Template, Status == 0 ? "no answer" : Status.ToString(CultureInfo.InvariantCulture), Duration.TotalMilliseconds, Attempt);
}
