using System;
using System.Collections.Generic;

namespace XnatTools.Client;

/// <summary>Settings of the DQR plugin, under the names of either generation.</summary>
public sealed class DqrSettings
{
    /// <summary>AE title XNAT calls itself at the PACS.</summary>
    public string? CallingAETitle { get; init; }

    /// <summary>Tick of the queue, as the server says it, such as "1 minute".</summary>
    public string? CheckFrequency { get; init; }

    /// <summary>Tries per study.</summary>
    public int? MaximumAttempts { get; init; }

    /// <summary>Pause after a failed try.</summary>
    public TimeSpan? RetryWait { get; init; }

    public string? AssumeSameSessionIfArrivedWithin { get; init; }

    public bool? AllowAllUsers { get; init; }

    public bool? AllowAllProjects { get; init; }

    /// <summary>All of them, as text.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();
}
