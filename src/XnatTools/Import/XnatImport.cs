using System;
using System.Collections.Generic;

namespace XnatTools;

/// <summary>How an import stands: its ledger, joined with what the server says when it was asked.</summary>
public sealed class XnatImport
{
    /// <summary>Full path of the ledger.</summary>
    public string Ledger { get; internal init; } = "";

    /// <summary>Name of the job; request ids at the server begin with it.</summary>
    public string JobId { get; internal init; } = "";

    /// <summary>What it is doing.</summary>
    public XnatImportStatus Status { get; internal init; }

    /// <summary>Address of the XNAT site.</summary>
    public string Site { get; internal init; } = "";

    public string Project { get; internal init; } = "";

    /// <summary>Number of the PACS in XNAT.</summary>
    public long PacsId { get; internal init; }

    /// <summary>Receiver, AE:port.</summary>
    public string Receiver { get; internal init; } = "";

    /// <summary>When it was begun.</summary>
    public DateTimeOffset Started { get; internal init; }

    /// <summary>When anything was written to the ledger last.</summary>
    public DateTimeOffset LastActivity { get; internal init; }

    /// <summary>CSV lines (or objects) it answers for.</summary>
    public int Lines { get; internal init; }

    /// <summary>Studies, each once.</summary>
    public int Studies { get; internal init; }

    /// <summary>Studies complete in prearchive or archive.</summary>
    public int Complete { get; internal init; }

    /// <summary>Studies that ended without success and need somebody's attention.</summary>
    public int Failed { get; internal init; }

    /// <summary>Studies in the server's queue.</summary>
    public int InFlight { get; internal init; }

    /// <summary>Studies that left the queue and have not come to rest.</summary>
    public int Arriving { get; internal init; }

    /// <summary>Studies still to be posted.</summary>
    public int Waiting { get; internal init; }

    /// <summary>Lines by outcome, as of now; the sum is <see cref="Lines"/>.</summary>
    public IReadOnlyDictionary<ImportOutcome, int> Outcomes { get; internal init; } = new Dictionary<ImportOutcome, int>();

    /// <summary>Studies by state, as of now; the sum is <see cref="Studies"/>.</summary>
    public IReadOnlyDictionary<ImportState, int> States { get; internal init; } = new Dictionary<ImportState, int>();

    /// <summary>When it will have ended; null when all is done.</summary>
    public ImportForecast? Forecast { get; internal init; }

    /// <summary>What stands still, the likeliest cause first; empty while it moves or has ended.</summary>
    public ImportStall[] Stalls { get; internal init; } = [];

    /// <summary>True when the server was asked as well.</summary>
    public bool ServerAsked { get; internal init; }

    /// <summary>True when every line has its outcome.</summary>
    public bool IsEnded => Status == XnatImportStatus.Ended;

    /// <inheritdoc/>
    public override string ToString() => $"{JobId}: {Status}, {Complete} of {Studies}";
}
