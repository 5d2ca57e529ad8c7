using System.Collections.Concurrent;
using System.Collections.Generic;

namespace XnatTools.Client.Tests;

/// <summary>Everything the client told.</summary>
internal sealed class RecordedEvents : IXnatEvents
{
    public ConcurrentQueue<XnatRequestEvent> Requests { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<string> Debugs { get; } = new();

    public void Request(XnatRequestEvent request) => Requests.Enqueue(request);

    public void Warning(string message) => Warnings.Enqueue(message);

    public void Debug(string message) => Debugs.Enqueue(message);

    public IEnumerable<string> All()
    {
        foreach (XnatRequestEvent request in Requests)
        {
            yield return request.ToString();
        }

        foreach (string text in Warnings)
        {
            yield return text;
        }

        foreach (string text in Debugs)
        {
            yield return text;
        }
    }
}
