using System;
using System.Collections.Generic;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Diagnosis;

/// <summary>Causes that the ledger itself tells.</summary>
internal static class LedgerStalls
{
    private const string Resume = "Resume-XnatDqrImport goes on with it, in this or another process.";

    public static void Add(LedgerState state, XnatImportStatus status, List<ImportStall> stalls)
    {
        switch (status)
        {
            case XnatImportStatus.Planning:
                Stall(stalls, "Campaign", "PlanningBroke", "It broke off while it was planned; nothing was posted.", "Delete the ledger and begin again.", state.LastTime);
                return;
            case XnatImportStatus.Interrupted:
                Stall(stalls, "Campaign", "Interrupted", "The process that ran it has ended without finishing: the server goes on with what it holds, and nothing more is posted or checked.", Resume, state.LastTime);
                return;
            case XnatImportStatus.WaitingForApproval:
                Stall(stalls, "Approval", "SampleWaits", "The sample has arrived and waits for a person to sign it off.", "Look at the sessions in the prearchive, then run Resume-XnatDqrImport -Approve.", Last(state, LedgerKind.Sample)?.Time);
                return;
            case XnatImportStatus.Stopped:
                Stopped(state, stalls);
                return;
            default:
                Running(state, stalls);
                return;
        }
    }

    private static void Stopped(LedgerState state, List<ImportStall> stalls)
    {
        LedgerEvent? stop = Last(state, LedgerKind.Stop);
        XnatErrorCode? code = stop?.Code is string id ? XnatErrorCode.FromId(id) : null;
        if (code is null)
        {
            Stall(stalls, "Campaign", "Stopped", "It was stopped: the server goes on with what it holds, and nothing more is posted or checked.", Resume, stop?.Time);
        }
        else if (code.Category == XnatErrorCategory.AuthenticationError || code == XnatErrorCode.NotConnected)
        {
            Stall(stalls, "Login", "SessionEnded", "It stopped because the server ended the session or refused the login.", "Run Connect-Xnat again, then Resume-XnatDqrImport.", stop!.Time);
        }
        else
        {
            string cure = Cure(code);
            bool policy = code == XnatErrorCode.PolicyChanged;
            Stall(stalls, policy ? "Policy" : "Campaign", code.Id, (policy ? "" : "It stopped because of an obstacle: ") + stop!.Text, policy ? cure : cure + " " + Resume, stop.Time);
        }
    }

    /// <summary>An import keeps the receiver it began with: naming another one means to begin anew.</summary>
    private static string Cure(XnatErrorCode code) => code == XnatErrorCode.ReceiverNotFound
        ? "Ask an administrator for the receiver of the import, or stop it and begin the rest anew with another -Receiver."
        : code.Advice;

    private static void Running(LedgerState state, List<ImportStall> stalls)
    {
        if (Last(state, LedgerKind.Window) is { } window && window.Code == "WindowShut" && !AnyInFlight(state))
        {
            Stall(stalls, "Schedule", "WindowShut", "The import's own window is shut; " + (AnyArriving(state) ? "what was posted runs out, and nothing new is posted." : "it waits for the next opening."), "Nothing needs to be done. A wider -Window is given to Resume-XnatDqrImport after Stop-XnatImport.", window.Time);
        }

        LedgerEvent? pause = Last(state, LedgerKind.Pause);
        if (pause is not null && !(Last(state, LedgerKind.Wake)?.Time > pause.Time))
        {
            Stall(stalls, "Pacs", "PacsRefuses", "Posting pauses after several troubles in a row; it goes on when the PACS answers an echo.", "Test-XnatPacs shows whether it answers. If the pauses go on, tell the PACS team, and give a lower pace.", pause.Time);
        }
    }

    private static bool AnyInFlight(LedgerState state)
    {
        foreach (LedgerStudy study in state.Studies)
        {
            if (!study.IsFinal && study.InFlight)
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnyArriving(LedgerState state)
    {
        foreach (LedgerStudy study in state.Studies)
        {
            if (!study.IsFinal && (study.State is ImportState.Arriving or ImportState.Archiving))
            {
                return true;
            }
        }

        return false;
    }

    private static LedgerEvent? Last(LedgerState state, string kind)
    {
        for (int i = state.Timeline.Count - 1; i >= 0; i--)
        {
            if (state.Timeline[i].Kind == kind)
            {
                return state.Timeline[i];
            }
        }

        return null;
    }

    private static void Stall(List<ImportStall> stalls, string link, string code, string message, string cure, DateTimeOffset? since) =>
        stalls.Add(new ImportStall { Link = link, Code = code, Message = message, Cure = cure, Since = since });
}
