using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Import.Campaign;
using XnatTools.Import.Ledger;
using XnatTools.Import.Schedule;

namespace XnatTools.Import.Diagnosis;

/// <summary>Causes that the server shows, from the login down to the prearchive.</summary>
internal static class ServerStalls
{
    /// <summary>What a worker pauses after a failed try, at most as a rule (specs/xnat-dqr-api.md 8: 300 s).</summary>
    private static readonly TimeSpan s_pauseOfWorker = TimeSpan.FromMinutes(6);

    public static void Add(LedgerState state, ServerFacts facts, DateTimeOffset now, TimeSpan stallAfter, List<ImportStall> stalls)
    {
        if (facts.Fault is { } fault)
        {
            bool login = fault.Code.Category == XnatErrorCategory.AuthenticationError || fault.Code == XnatErrorCode.NotConnected;
            Stall(stalls, login ? "Login" : "Server", login ? "SessionEnded" : "ServerAway", login ? "The server does not accept the login any more." : $"The server could not be asked: {fault.Message}", login ? "Run Connect-Xnat again." : fault.RecommendedAction ?? fault.Code.Advice, null);
            return;
        }

        DateTimeOffset server = facts.ServerTime ?? now;
        Receiver(state, facts, stalls);
        bool closed = Schedule(state, facts, server, stalls);
        if (facts.PacsAnswers == false)
        {
            Stall(stalls, "Pacs", "PacsSilent", "The PACS does not answer XNAT's echo.", "Wait, or tell the PACS team: the import goes on by itself when it answers again.", null);
        }
        else if (!closed)
        {
            Queue(facts, server, stallAfter, stalls);
        }

        Arrival(state, facts, server, stallAfter, stalls);
    }

    private static bool Schedule(LedgerState state, ServerFacts facts, DateTimeOffset server, List<ImportStall> stalls)
    {
        // Whoever may see the schedule may be another user than the one whose records wait.
        int waiting = Math.Max(facts.Queue.Count, System.Linq.Enumerable.Count(state.Studies, s => !s.IsFinal && s.InFlight));
        if (facts.Windows is null || waiting == 0)
        {
            return false;
        }

        PacsSchedule schedule = new(facts.Windows, TimeZoneInfo.Local);
        if (schedule.IsOpen(server))
        {
            return false;
        }

        string opens = schedule.NextOpening(server) is DateTimeOffset opening ? "until " + opening.ToString("ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "and never opens";
        bool inverted = System.Linq.Enumerable.Any(schedule.Inverted);
        Stall(stalls, "Schedule", "PacsScheduleShut", $"XNAT's own schedule for the PACS is shut {opens}: {waiting} studies wait in the queue.", inverted ? "A window of it crosses midnight, which the server reads the wrong way round: ask the administrator to split it at midnight." : "Nothing needs to be done, or ask the administrator for a wider schedule.", null);
        return true;
    }

    private static void Receiver(LedgerState state, ServerFacts facts, List<ImportStall> stalls)
    {
        if (facts.Receivers is not null && ReceiverChoice.Choose(facts.Receivers, state.Header.Receiver) is (null, string trouble))
        {
            Stall(stalls, "Receiver", "ReceiverDown", $"{trouble} The import sends to {state.Header.Receiver}.", "Ask an administrator to enable the receiver, or stop the import and begin it with another one.", null);
            return;
        }

        int silent = 0;
        int seen = 0;
        foreach (ImportQueueItem record in facts.History.Values)
        {
            silent += IsStatus(record, "FAILED") && string.IsNullOrEmpty(record.ErrorMessage) ? 1 : 0;
            seen += IsStatus(record, "RECEIVED") ? 1 : 0;
        }

        if (silent > 0 && seen == 0)
        {
            Stall(stalls, "Receiver", "ReceiverWrong", $"{silent} retrieves failed without a reason, which is what a wrong receiver AE title or port looks like.", $"Check that the PACS knows {state.Header.Receiver} and can reach it, and that XNAT has that very receiver enabled.", null);
        }
        else if (facts.Unassigned.Count > 0)
        {
            Stall(stalls, "Receiver", "ArrivedUnassigned", $"{facts.Unassigned.Count} studies arrived in Unassigned instead of the project: the receiver does not route by DQR.", "Ask an administrator to set the receiver to the DQR identifier with custom processing; move what has arrived with Move-XnatPrearchive.", null);
        }
    }

    private static void Queue(ServerFacts facts, DateTimeOffset server, TimeSpan stallAfter, List<ImportStall> stalls)
    {
        int retried = 0;
        int waiting = 0;
        int held = 0;
        foreach (KeyValuePair<string, ImportQueueItem> entry in facts.Queue)
        {
            ImportQueueItem item = entry.Value;
            if (IsStatus(item, "PROCESSING"))
            {
                DateTimeOffset? since = facts.History.TryGetValue(entry.Key, out ImportQueueItem? issued) ? issued.ExecutedTime : item.QueuedTime;
                held += since is null || server - since >= stallAfter ? 1 : 0;
            }
            else
            {
                retried += item.Retries > 0 ? 1 : 0;
                waiting++;
            }
        }

        if (held > 0)
        {
            Stall(stalls, "Queue", "WorkerStuck", $"{held} records are being processed for longer than {(int)stallAfter.TotalMinutes} minutes: the retrieve is very large, or the server was restarted and has forgotten it.", "If nothing of it arrives, delete the record (Remove-XnatImportQueue); the import posts the study again.", null);
        }
        else if (retried > 0)
        {
            Stall(stalls, "Queue", "WorkerBlocked", $"{retried} records failed before and are tried first again: each pause holds a worker of the server, and {Math.Max(0, waiting - retried)} others wait behind.", "The import takes such a record out and posts it later by itself; Remove-XnatImportQueue does it at once.", null);
        }
        else if (waiting > 0 && FailedLately(facts, server) is int failed and > 0)
        {
            // Their records may be gone from the queue; the worker that tried them sleeps all the same.
            Stall(stalls, "Queue", "WorkerBlocked", $"{failed} retrieves failed within the last {(int)s_pauseOfWorker.TotalMinutes} minutes: after each the server's worker pauses, five minutes as a rule, and {waiting} records wait behind.", "The import goes on by itself. If more fail, Get-XnatImportHistory and the PACS team know why.", null);
        }
        else if (waiting > 0)
        {
            string unseen = facts.Windows is null ? ", XNAT's own schedule for the PACS (which your rights do not show) may be shut" : "";
            Stall(stalls, "Queue", "QueueWaits", $"{waiting} records wait in the server's queue and none is being processed: requests of others may be before them or hold its workers{unseen}, or the server's queue does not run.", "Ask an administrator to look at the whole queue (Get-XnatImportQueue -All) and at the schedule of the PACS in XNAT.", null);
        }
    }

    private static int FailedLately(ServerFacts facts, DateTimeOffset server)
    {
        int failed = 0;
        foreach (ImportQueueItem record in facts.History.Values)
        {
            failed += IsStatus(record, "FAILED") && server - record.ExecutedTime < s_pauseOfWorker ? 1 : 0;
        }

        return failed;
    }

    private static void Arrival(LedgerState state, ServerFacts facts, DateTimeOffset server, TimeSpan stallAfter, List<ImportStall> stalls)
    {
        int building = 0;
        int conflict = 0;
        int error = 0;
        int nothing = 0;
        foreach (LedgerStudy study in state.Studies)
        {
            string? uid = study.Identifiers?.StudyInstanceUid;
            if (uid is null || study.IsFinal || study.Attempts == 0 || facts.Queue.ContainsKey(uid))
            {
                continue;
            }

            if (facts.Prearchive.TryGetValue(uid, out PrearchiveSession? session))
            {
                building += session.IsIdle ? 0 : 1;
                conflict += session.Status == "CONFLICT" ? 1 : 0;
                error += session.Status == "ERROR" ? 1 : 0;
            }
            else if (!facts.Archived.ContainsKey(uid) && facts.History.TryGetValue(uid, out ImportQueueItem? issued) && !IsStatus(issued, "FAILED") && server - issued.ExecutedTime >= stallAfter && !facts.Unassigned.Contains(uid))
            {
                nothing++;
            }
        }

        if (nothing > 0)
        {
            Stall(stalls, "Receiver", "NothingArrives", $"{nothing} studies were retrieved as the server says, and nothing of them is in the project.", $"Check that the PACS sends to {state.Header.Receiver} (its own table of AE titles decides), and the firewall between them.", null);
        }

        if (building > 0)
        {
            Stall(stalls, "Session", "SessionBuilding", $"{building} sessions in the prearchive are still being received or built.", "XNAT builds a session after some idle minutes. If it takes hours, rebuild it with Update-XnatPrearchive, or tell an administrator.", null);
        }

        if (conflict > 0)
        {
            Stall(stalls, "Prearchive", "PrearchiveConflict", $"{conflict} sessions in the prearchive are in conflict with what is archived.", "Give them another label (Move-XnatPrearchive -Session), or delete them if they are archived already.", null);
        }

        if (error > 0)
        {
            Stall(stalls, "Prearchive", "PrearchiveError", $"Building {error} sessions in the prearchive failed.", "Read their log (Get-XnatPrearchive -Log), then rebuild them with Update-XnatPrearchive.", null);
        }
    }

    private static bool IsStatus(ImportQueueItem item, string status) => string.Equals(item.Status, status, StringComparison.OrdinalIgnoreCase);

    private static void Stall(List<ImportStall> stalls, string link, string code, string message, string cure, DateTimeOffset? since) =>
        stalls.Add(new ImportStall { Link = link, Code = code, Message = message, Cure = cure, Since = since });
}
