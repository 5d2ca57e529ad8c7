using System;

namespace XnatTools;

/// <summary>Whether a connection works, as Test-XnatConnection saw it.</summary>
public sealed class XnatConnectionStatus
{
    public Uri? Uri { get; internal init; }

    /// <summary>True when the server answered and still knows the user.</summary>
    public bool Successful { get; internal init; }

    /// <summary>The user the server takes us for; null when it did not answer.</summary>
    public string? UserName { get; internal init; }

    /// <summary>Roles the server gives the user; null when it does not tell.</summary>
    public string[]? Role { get; internal init; }

    /// <summary>Version of XNAT.</summary>
    public string? Version { get; internal init; }

    /// <summary>Version of the DQR plugin; null when it is not installed.</summary>
    public string? DqrVersion { get; internal init; }

    /// <summary>The server's clock.</summary>
    public DateTimeOffset? ServerTime { get; internal init; }

    /// <summary>How far the server's clock is ahead of this machine's.</summary>
    public TimeSpan? ClockDifference { get; internal init; }

    /// <summary>How long the answer took.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>Error code when it does not work.</summary>
    public string? Code { get; internal init; }

    /// <summary>Why it does not work.</summary>
    public string? Reason { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Successful ? "works" : $"does not work ({Code})";
}
