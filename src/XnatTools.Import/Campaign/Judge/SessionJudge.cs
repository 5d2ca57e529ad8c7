using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>Judges a study by the sessions that hold something of it.</summary>
internal sealed class SessionJudge
{
    private readonly CampaignOptions _options;
    private readonly BackInLine _back;

    public SessionJudge(CampaignOptions options, BackInLine back)
    {
        _options = options;
        _back = back;
    }

    public Verdict? Judge(StudyMemory memory, List<Found> found, bool failed, DateTimeOffset now)
    {
        // All places together are noted once a look: were each noted by itself, none would ever be seen to rest.
        Found? busy = found.Find(f => f.Waiting is { IsIdle: false });
        Completeness all = Completeness.OfAll(memory.Study.Expected, found.Select(static f => f.Scans));
        bool still = memory.Note(all.Scans, all.Files, now);

        // Where the PACS told no numbers, only rest can say that nothing more comes: late images take a minute or two.
        bool rests = busy is null && still && now - memory.StillSince >= _options.RestTime;

        // One place that has everything decides, whatever else there is: the archive first, a session in conflict last.
        foreach (Found one in found.OrderBy(static f => f.Archived is not null ? 0 : f.Waiting!.Status == "READY" ? 1 : 2))
        {
            if (one.Waiting is { IsIdle: false } or { Status: "ERROR" })
            {
                continue;
            }

            Completeness own = Completeness.Of(memory.Study.Expected, one.Scans);
            if (own.IsComplete && (own.IsProven || rests))
            {
                return Complete(memory, one, own, found.Count > 1, now);
            }
        }

        if (busy is not null)
        {
            return Busy(memory, busy, now);
        }

        memory.BusySince = null;
        if (failed)
        {
            return _back.Failed(memory, false, all, now);
        }

        if (found.Exists(f => f.Waiting is { Status: "ERROR" }))
        {
            return now - memory.StillSince < _options.Grace ? Seen(memory, all, found) : End(memory, ImportState.Failed, null, XnatErrorCode.PrearchiveFailed, "It is in the prearchive, but building the session failed.", all, found);
        }

        // Not before rest where nothing proves it: one of the places may yet turn out to have everything.
        if (all.IsComplete && (all.IsProven || rests) && found.Count > 1 && still && now - memory.StillSince >= _options.LookInterval)
        {
            return End(memory, ImportState.Incomplete, ImportOutcome.Conflict, XnatErrorCode.Conflict, found.Exists(f => f.Archived is not null)
                ? "All of it arrived, part of it after the project had archived the rest: Move-XnatPrearchive -Archive -Overwrite Append adds what waits in the prearchive."
                : "All of it arrived, but in several sessions: archive one, then add the others to it (Move-XnatPrearchive -Archive -Overwrite Append).", all, found);
        }

        if (still && now - memory.StillSince >= _options.Grace)
        {
            return AtRest(memory, found, all, now);
        }

        return Seen(memory, all, found);
    }

    private Verdict AtRest(StudyMemory memory, List<Found> found, Completeness all, DateTimeOffset now)
    {
        string reason = all.Files == 0 ? "The session is there without a single file." : "Missing: " + string.Join(", ", all.Missing.Take(8)) + (all.Missing.Count > 8 ? " ..." : ".");
        Verdict verdict = _back.Incomplete(memory, all, reason, now);
        if (!verdict.Change.IsFinal || !found.Exists(f => f.Waiting is { Status: "CONFLICT" }))
        {
            return verdict;
        }

        return End(memory, ImportState.Incomplete, ImportOutcome.Conflict, XnatErrorCode.Conflict, "It is in the prearchive and in conflict with what is archived. " + reason, all, found);
    }

    private Verdict? Complete(StudyMemory memory, Found place, Completeness own, bool more, DateTimeOffset now)
    {
        string? rest = more ? "Another session of it is in the project as well."
            : own.IsProven ? null : "Every series is there; the PACS does not say how many images each has.";
        if (place.Archived is ImageSession session)
        {
            return Finish(memory, new StudyChange(memory.Study.Key, ImportState.Archived) { IsFinal = true, Reason = rest, SessionId = session.Id, SeriesFound = own.Scans, InstancesFound = own.Files });
        }

        if (place.Waiting!.Status == "CONFLICT")
        {
            return Finish(memory, new StudyChange(memory.Study.Key, ImportState.InPrearchive)
            {
                Outcome = ImportOutcome.Conflict,
                IsFinal = true,
                Code = XnatErrorCode.Conflict.Id,
                Reason = "It is in the prearchive and in conflict with what is archived.",
                PrearchiveUrl = place.Waiting.Url,
                SeriesFound = own.Scans,
                InstancesFound = own.Files,
            });
        }

        memory.CompleteSince ??= now;
        bool final = !_options.AwaitArchive || now - memory.CompleteSince >= _options.Grace;
        if (!final && memory.Study.State == ImportState.InPrearchive)
        {
            return null;
        }

        StudyChange change = new(memory.Study.Key, ImportState.InPrearchive)
        {
            IsFinal = final,
            Reason = final ? rest : "Complete; the project archives it by itself.",
            PrearchiveUrl = place.Waiting.Url,
            SeriesFound = own.Scans,
            InstancesFound = own.Files,
        };
        return final ? Finish(memory, change) : new Verdict(change);
    }

    private static Verdict Finish(StudyMemory memory, StudyChange change) => new(change, memory.Study.Failures == 0 ? VerdictSignal.Good : VerdictSignal.None);

    private Verdict? Busy(StudyMemory memory, Found busy, DateTimeOffset now)
    {
        memory.Forget();
        memory.BusySince ??= now;
        if (now - memory.BusySince >= _options.StuckTime)
        {
            return new Verdict(new StudyChange(memory.Study.Key, ImportState.Failed)
            {
                IsFinal = true,
                Code = XnatErrorCode.PrearchiveFailed.Id,
                Reason = $"XNAT does not finish the session in the prearchive ({busy.Waiting!.Status}).",
                PrearchiveUrl = busy.Waiting.Url,
            });
        }

        bool archives = busy.Waiting!.Status.IndexOf("ARCHIVING", StringComparison.OrdinalIgnoreCase) >= 0;
        ImportState state = archives ? ImportState.Archiving : ImportState.Arriving;
        return memory.Study.State == state && memory.Study.Reason is not null
            ? null
            : new Verdict(new StudyChange(memory.Study.Key, state) { Reason = archives ? "XNAT is archiving it." : "In the prearchive, not yet at rest.", PrearchiveUrl = busy.Waiting!.Url, MissingSeries = memory.Study.MissingSeries });
    }

    /// <summary>Counts go into the ledger when they change.</summary>
    private static Verdict? Seen(StudyMemory memory, Completeness all, List<Found> found) =>
        memory.Study.State == ImportState.Arriving && memory.Study.SeriesFound == all.Scans && memory.Study.InstancesFound == all.Files
            ? null
            : new Verdict(new StudyChange(memory.Study.Key, ImportState.Arriving)
            {
                Reason = $"{all.Files.ToString(CultureInfo.InvariantCulture)} files so far.",
                SeriesFound = all.Scans,
                InstancesFound = all.Files,
                PrearchiveUrl = Url(found),
                MissingSeries = memory.Study.MissingSeries,
            });

    private static Verdict End(StudyMemory memory, ImportState state, ImportOutcome? outcome, XnatErrorCode code, string reason, Completeness all, List<Found> found) =>
        new(new StudyChange(memory.Study.Key, state)
        {
            Outcome = outcome,
            IsFinal = true,
            Code = code.Id,
            Reason = reason,
            SeriesFound = all.Scans,
            InstancesFound = all.Files,
            Missing = all.Missing,
            PrearchiveUrl = Url(found),
            SessionId = found.Find(f => f.Archived is not null)?.Archived!.Id,
        });

    private static string? Url(List<Found> found) => found.Find(f => f.Waiting is not null)?.Waiting!.Url;
}
