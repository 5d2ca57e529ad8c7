using System;
using System.Collections.Generic;
using XnatTools.Import.Gateway;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Import.Simulation.Site;

/// <summary>How the simulated site is set up. Times are those of the DQR plugin (specification of its API, 8).</summary>
public sealed class SimOptions
{
    public long PacsId { get; init; } = 1;

    public string Project { get; init; } = "DEMO";

    /// <summary>Workers of the queue at a time.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How long the retrieve of so many images takes; the default is 20 s whatever there is.</summary>
    public Func<SimStudy, int, TimeSpan> RetrieveTime { get; init; } = (_, _) => TimeSpan.FromSeconds(20);

    /// <summary>Between two looks of the queue for work.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What a worker waits after a failed try, in its slot.</summary>
    public TimeSpan RetryWait { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Tries of one record.</summary>
    public int MaximumAttempts { get; init; } = 5;

    /// <summary>The worker rests (100/percent - 1) times as long as a retrieve took.</summary>
    public int UtilizationPercent { get; init; } = 100;

    /// <summary>Above so many studies in the queue or on their way the PACS refuses everything; null: it bears all.</summary>
    public int? RefusesAbove { get; init; }

    /// <summary>When the server asks the PACS, by the clock's local time; null: always.</summary>
    public IReadOnlyList<PacsWindow>? Windows { get; init; }

    /// <summary>The project archives by itself what was built.</summary>
    public bool AutoArchive { get; init; }

    /// <summary>Whether the PACS says how many images a series has.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>What each call takes.</summary>
    public TimeSpan CallTime { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>What an import call takes for each study, because the server lists its series.</summary>
    public TimeSpan ImportTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>What building a session takes.</summary>
    public TimeSpan BuildTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After so long without an image a session is built, asked for or not.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The server's clock runs apart from the client's.</summary>
    public TimeSpan ServerClock { get; init; } = TimeSpan.FromMinutes(-37);

    /// <summary>ISSUED becomes RECEIVED with the first image; false leaves it ISSUED for ever.</summary>
    public bool MarksReceived { get; init; } = true;

    /// <summary>The server keeps request ids (plugin 1.2 and later).</summary>
    public bool RequestIds { get; init; } = true;
}
