using System;

namespace XnatTools.Commands;

/// <summary>Where a running cmdlet takes what the connection reports. All texts are safe to show.</summary>
internal interface IPumpEvents
{
    void OnRequest(string verb, string template, int status, TimeSpan duration, int attempt);

    void OnWarning(string message);

    void OnDebug(string message);
}
