using System.Collections.Generic;
using XnatTools.Import.Preflight;

namespace XnatTools.Import.Campaign;

/// <summary>What the checks before an import found, and what may be posted.</summary>
public sealed class PreflightReport
{
    /// <summary>Everything found, the worst not first: in the order of the checks.</summary>
    public IReadOnlyList<PreflightFinding> Findings { get; init; } = [];

    /// <summary>The receiver the data will arrive at; null when none fits.</summary>
    public XnatReceiver? Receiver { get; init; }

    /// <summary>Studies that may be posted: one for each study UID.</summary>
    public IReadOnlyList<PacsStudy> Ready { get; init; } = [];

    /// <summary>Studies that are not posted: blocked, there already, or asked for by another line.</summary>
    public IReadOnlyList<ImportItem> Settled { get; init; } = [];

    /// <summary>What XNAT will do to the headers; null when it was not looked at.</summary>
    public ImportPolicy? Policy { get; init; }

    /// <summary>When it will have ended, as far as that can be told before it began; null when nothing may be posted.</summary>
    public ImportForecast? Forecast { get; init; }

    /// <summary>The finding that forbids the whole import; null when it may begin.</summary>
    public PreflightFinding? Obstacle { get; init; }
}
