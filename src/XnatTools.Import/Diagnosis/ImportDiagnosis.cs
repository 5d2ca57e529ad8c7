using System;
using System.Collections.Generic;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Diagnosis;

/// <summary>
/// Names the link that stands still. What is certain (shut window, pause, missing sign-off, nobody runs it) is said at once; the
/// rest only when nothing has moved for a while, and then by what the server shows.
/// </summary>
public static class ImportDiagnosis
{
    /// <summary>Time without any change after which an import counts as standing still.</summary>
    public static readonly TimeSpan DefaultStallAfter = TimeSpan.FromMinutes(10);

    /// <summary>When a study last changed, or something else moved the import on.</summary>
    public static DateTimeOffset LastMoved(LedgerState state)
    {
        DateTimeOffset moved = state.Header.Started;
        foreach (LedgerEvent entry in state.Timeline)
        {
            if (entry.Time > moved && (entry.Kind is LedgerKind.State or LedgerKind.Post or LedgerKind.Answer or LedgerKind.Planned or LedgerKind.Plan or LedgerKind.Resume or LedgerKind.Approve or LedgerKind.Wake))
            {
                moved = entry.Time;
            }
        }

        return moved;
    }

    /// <summary>True when the server has to be asked thoroughly to name a cause.</summary>
    public static bool NeedsServer(LedgerState state, DateTimeOffset now, TimeSpan stallAfter) =>
        !state.IsEnded && state.IsPlanned && now - LastMoved(state) >= stallAfter;

    /// <summary>What stands still, the likeliest cause first; empty while it moves or has ended.</summary>
    /// <param name="state">The ledger.</param>
    /// <param name="status">What the import is doing.</param>
    /// <param name="now">The time.</param>
    /// <param name="stallAfter">Time without change that counts as standing still.</param>
    /// <param name="facts">What the server shows; null when it was not asked.</param>
    public static ImportStall[] Diagnose(LedgerState state, XnatImportStatus status, DateTimeOffset now, TimeSpan stallAfter, ServerFacts? facts)
    {
        if (state is null)
        {
            throw new ArgumentNullException(nameof(state));
        }

        List<ImportStall> stalls = [];
        if (status == XnatImportStatus.Ended)
        {
            return [];
        }

        LedgerStalls.Add(state, status, stalls);
        DateTimeOffset moved = LastMoved(state);
        if (facts is not null && now - moved >= stallAfter)
        {
            ServerStalls.Add(state, facts, now, stallAfter, stalls);
        }

        if (stalls.Count == 0 && status == XnatImportStatus.Running && now - moved >= stallAfter)
        {
            stalls.Add(new ImportStall
            {
                Link = "Campaign",
                Code = "NothingMoves",
                Message = $"Nothing has changed for {Time(now - moved)}, and {(facts is null ? "the server was not asked" : "no cause is to be seen")}.",
                Cure = facts is null ? "Connect to the site and ask again: the cause is then looked for there." : "Look at Get-XnatImportQueue and Get-XnatImportHistory, and at the server's log.",
                Since = moved,
            });
        }

        return [.. stalls];
    }

    private static string Time(TimeSpan time) => time.TotalMinutes < 2 ? $"{(int)time.TotalSeconds} seconds" : $"{(int)time.TotalMinutes} minutes";
}
