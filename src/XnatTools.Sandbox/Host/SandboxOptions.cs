using System;
using System.Collections.Generic;

namespace XnatTools.Sandbox;

/// <summary>How a sandbox is started.</summary>
public sealed class SandboxOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes any free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>Folder of DICOM files that the sandbox's PACS serves; null serves made studies when <see cref="SandboxOptions.MadeStudies"/> is set.</summary>
    public string? DicomFolder { get; init; }

    /// <summary>Where state is kept; null takes a temporary folder that is deleted when the host is disposed.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Another PACS instead of the sandbox's own, as <c>AET@host:port</c>.</summary>
    public string? Pacs { get; init; }

    public ErrorRegime ErrorRegime { get; init; } = ErrorRegime.B;

    public PluginGeneration Plugin { get; init; } = PluginGeneration.V2;

    /// <summary>False leaves the DQR plugin out.</summary>
    public bool HasDqr { get; init; } = true;

    /// <summary>What buildInfo says.</summary>
    public string XnatVersion { get; init; } = "1.8.10.1";

    /// <summary>AE title of XNAT's own receiver.</summary>
    public string ReceiverAETitle { get; init; } = "XNAT";

    /// <summary>Port of XNAT's own receiver; 0 takes any free one.</summary>
    public int ReceiverPort { get; init; }

    /// <summary>Sandbox time between two looks of the DQR queue for work (XNAT: 1 minute).</summary>
    public TimeSpan QueueTick { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many studies the default PACS is asked for at the same time (1 to n).</summary>
    public int QueueThreads { get; init; } = 2;

    /// <summary>True plays the defect that an availability interval across midnight is read the wrong way round.</summary>
    public bool MidnightDefect { get; init; } = true;

    /// <summary>False leaves imports ISSUED for ever, as where XNAT's "Update Request" processor does not run.</summary>
    public bool MarksReceived { get; init; } = true;

    /// <summary>
    /// Further AE titles that the sandbox's own PACS may send to, each as <c>AET@host:port</c>. XNAT's receivers are always known.
    /// </summary>
    public IReadOnlyList<string> PacsDestinations { get; init; } = [];

    /// <summary>AE title of the sandbox's own PACS.</summary>
    public string PacsAETitle { get; init; } = "DEMOPACS";

    /// <summary>Port of the sandbox's own PACS; 0 takes any free one.</summary>
    public int PacsPort { get; init; }

    /// <summary>Make studies for the PACS when no <see cref="DicomFolder"/> is given; false leaves it without files.</summary>
    public bool MadeStudies { get; init; }

    /// <summary>Seed of made studies.</summary>
    public int Seed { get; init; } = 7;

    /// <summary>Start of the sandbox's clock; null takes the real time.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Speed of the clock: 1 real time, 0 moves only when it is advanced.</summary>
    public double ClockFactor { get; init; } = 1;

    /// <summary>
    /// True plays the rule that an exception in a Restlet resource's constructor becomes a bare 404 whatever status it carries
    /// (specification of the core API, 1.6).
    /// </summary>
    public bool ConstructorErrorsAreNotFound { get; init; } = true;

    /// <summary>Bad logins in a row before an account is locked for an hour.</summary>
    public int MaxFailedLogins { get; init; } = 20;

    /// <summary>Sandbox time that each stage of a prearchive operation takes: waiting in the queue, and the work itself.</summary>
    public TimeSpan StageTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>No log lines.</summary>
    public bool Quiet { get; init; } = true;
}
