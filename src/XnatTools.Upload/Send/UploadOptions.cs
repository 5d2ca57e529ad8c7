using System;

namespace XnatTools.Upload;

/// <summary>How sessions are sent.</summary>
public sealed class UploadOptions
{
    /// <summary>Series sent at a time, 1 to 12; the first of a session goes alone.</summary>
    public int ParallelSeries { get; init; } = 3;

    /// <summary>Tries of a series after the first, where the fault may pass.</summary>
    public int RetryCount { get; init; } = 5;

    /// <summary>First pause before a try, doubled each time, up to 2 minutes.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Rounds in which what is missing is sent again.</summary>
    public int RepairRounds { get; init; } = 2;

    /// <summary>Pack each series into a file first, so that its length is known; for proxies that break bodies without one.</summary>
    public bool PackFirst { get; init; }

    /// <summary>Where packed series and the journal are kept; null for no journal and the system's temporary folder.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>Archive after the session was proven in the prearchive.</summary>
    public bool Archive { get; init; }

    /// <summary>Another way than the import service, such as C-STORE; null for the import service.</summary>
    public ISeriesTransport? Transport { get; init; }

    /// <summary>How long a session may be busy at the server after its commit.</summary>
    public TimeSpan BuildTimeout { get; init; } = TimeSpan.FromMinutes(30);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
