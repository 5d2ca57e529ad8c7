using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Import.Simulation.Site;

/// <summary>Prearchive and archive of the simulated site.</summary>
internal sealed class SimStore(DrivenClock clock, SimOptions options)
{
    private int _sessions;
    private int _archived;

    public List<SimSession> Prearchive { get; } = [];

    public List<SimSession> Archive { get; } = [];

    /// <summary>Files the images of a retrieve.</summary>
    /// <param name="record">The record that was retrieved.</param>
    /// <param name="images">Images by series.</param>
    /// <param name="apart">Into a session of their own, even when the study has one.</param>
    public SimSession Arrive(SimRecord record, IReadOnlyDictionary<string, int> images, bool apart = false)
    {
        SimSession? session = apart ? null : Prearchive.Find(s => s.Uid == record.Study.Uid && s.Project == record.Post.Project && s.Status is "RECEIVING" or "READY" && s.Uid == record.Study.Uid);
        if (session is null)
        {
            session = new SimSession
            {
                Project = record.Post.Project,
                Timestamp = Stamp(),
                Uid = record.Study.Uid,
                Subject = record.Asked.Subject ?? record.Study.PatientId,
                Label = record.Asked.Session ?? record.Study.Accession,
                Shell = record.Study.EmptyShell,
            };
            Prearchive.Add(session);
        }

        session.Status = "RECEIVING";
        session.Add(images);

        // Whatever else happens, XNAT builds what has been idle for some minutes.
        int arrivals = session.Arrivals;
        clock.After(options.IdleTime, () =>
        {
            if (session.Status == "RECEIVING" && session.Arrivals == arrivals)
            {
                Build(session);
            }
        });
        return session;
    }

    /// <summary>Builds the session's document; then it is ready, in conflict, or archived where the project does that by itself.</summary>
    public void Build(SimSession session)
    {
        session.Status = "BUILDING";
        int arrivals = session.Arrivals;
        clock.After(options.BuildTime, () =>
        {
            if (session.Status == "BUILDING" && session.Arrivals == arrivals && Prearchive.Contains(session))
            {
                session.Status = Taken(session) is null ? "READY" : "CONFLICT";
                if (options.AutoArchive && session.Status == "READY")
                {
                    clock.After(options.BuildTime, () =>
                    {
                        if (session.Status == "READY" && Prearchive.Contains(session) && Taken(session) is null)
                        {
                            Move(session, null);
                        }
                    });
                }
            }
        });
    }

    /// <summary>The sessions of a study in the project's prearchive.</summary>
    public List<SimSession> Of(SimRecord record) => Prearchive.FindAll(s => s.Uid == record.Study.Uid && s.Project == record.Post.Project);

    /// <summary>The archived session that has its label.</summary>
    public SimSession? Taken(SimSession session) => Archive.Find(a => a.Project == session.Project && string.Equals(a.Label, session.Label, StringComparison.OrdinalIgnoreCase));

    /// <summary>Archives: alone, or added to what is there.</summary>
    public SimSession Move(SimSession session, SimSession? into)
    {
        Prearchive.Remove(session);
        if (into is not null)
        {
            into.Add(session.Images);
            return into;
        }

        session.ArchiveId = string.Create(CultureInfo.InvariantCulture, $"XNAT_E{++_archived:00000}");
        Archive.Add(session);
        return session;
    }

    /// <summary>Whether the archive, or one session of the prearchive, holds every image of the series that were asked for.</summary>
    public bool IsComplete(SimStudy study, string project, IReadOnlyCollection<string> series) =>
        Archive.Exists(s => Holds(s, study, project, series)) || Prearchive.Exists(s => s.Status == "READY" && Holds(s, study, project, series));

    /// <summary>Whether one session holds at least an image of each series.</summary>
    public bool HasEachSeries(SimStudy study, string project) => Archive.Concat(Prearchive.Where(s => s.Status == "READY"))
        .Any(s => s.Uid == study.Uid && s.Project == project && !s.Shell && study.Series.All(one => s.Images.GetValueOrDefault(one.Uid) > 0));

    private static bool Holds(SimSession session, SimStudy study, string project, IReadOnlyCollection<string> series) =>
        session.Uid == study.Uid && session.Project == project && !session.Shell
        && study.Series.All(s => !series.Contains(s.Uid) || session.Images.GetValueOrDefault(s.Uid) == s.Images);

    private string Stamp() => clock.GetUtcNow().ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture) + (++_sessions % 1000).ToString("000", CultureInfo.InvariantCulture);
}
