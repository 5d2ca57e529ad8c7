using System;
using System.Globalization;

namespace XnatTools.Commands;

/// <summary>
/// Carries events of the connection to the verbose, warning and debug streams. Only fixed texts, path templates and numbers
/// pass: there is no place for a value.
/// </summary>
internal sealed class CmdletEvents : IPumpEvents
{
    private readonly XnatCmdlet _cmdlet;
    private readonly PipelinePump _pump;

    internal CmdletEvents(XnatCmdlet cmdlet, PipelinePump pump)
    {
        _cmdlet = cmdlet;
        _pump = pump;
    }

    public void OnRequest(string verb, string template, int status, TimeSpan duration, int attempt)
    {
        string text = string.Format(
            CultureInfo.InvariantCulture, "{0} {1}: {2}, {3:0} ms{4}", verb, template, status == 0 ? "no answer" : status, duration.TotalMilliseconds,
            attempt > 1 ? $", attempt {attempt}" : "");
        Post(() => _cmdlet.WriteVerbose(text));
    }

    public void OnWarning(string message) => Post(() => _cmdlet.WriteWarning(message));

    public void OnDebug(string message) => Post(() => _cmdlet.WriteDebug(message));

    private void Post(Action action)
    {
        try
        {
            _pump.Post(action);
        }
        catch (OperationCanceledException)
        {
            // Stopped: nobody listens any more, and an event must not fail the request that it reports.
        }
    }
}
