using XnatTools.Client;

namespace XnatTools.Commands;

/// <summary>Hands what a connection reports to whichever cmdlet is waiting for it.</summary>
internal sealed class ConnectionEvents : IXnatEvents
{
    internal static ConnectionEvents Instance { get; } = new();

    public void Request(XnatRequestEvent request) =>
        PipelinePump.Current?.Events?.OnRequest(request.Verb, request.Template, request.Status, request.Duration, request.Attempt);

    public void Warning(string message) => PipelinePump.Current?.Events?.OnWarning(message);

    public void Debug(string message) => PipelinePump.Current?.Events?.OnDebug(message);
}
