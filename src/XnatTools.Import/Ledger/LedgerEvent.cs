using System;
using System.Collections.Generic;

namespace XnatTools.Import.Ledger;

/// <summary>One thing that happened in a campaign, for its timeline. Carries no identifiers.</summary>
public sealed class LedgerEvent
{
    /// <summary>When it was written, by this computer's clock.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>begin, resume, plan, post, answer, state, pause, wake, window, canary, sample, approve, void, stop, cancel, end ...; see <see cref="LedgerKind"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The studies it is about; empty when it is about the campaign.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The state those studies went to, for a change of state.</summary>
    public ImportState? State { get; init; }

    /// <summary>Error code, when there is one.</summary>
    public string? Code { get; init; }

    /// <summary>In a sentence, without identifiers.</summary>
    public string? Text { get; init; }
}
