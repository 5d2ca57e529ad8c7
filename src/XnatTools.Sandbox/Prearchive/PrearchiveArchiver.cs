using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using XnatTools.Sandbox.Anonymization;
using XnatTools.Sandbox.Filing;

namespace XnatTools.Sandbox.Prearchive;

/// <summary>Checks prearchive sessions against the archive, and moves them into it.</summary>
internal sealed class PrearchiveArchiver
{
    private readonly SandboxState _state;
    private readonly SandboxClock _clock;
    private readonly SandboxFaults _faults;
    private readonly PrearchiveEngine _engine;
    private readonly ScriptRunner _scripts;

    internal PrearchiveArchiver(SandboxState state, SandboxClock clock, SandboxFaults faults, PrearchiveEngine engine, ScriptRunner scripts)
    {
        _scripts = scripts;
        _state = state;
        _clock = clock;
        _faults = faults;
        _engine = engine;
    }

    /// <summary>The dry run: everything that would stand in the way. Empty means all clear.</summary>
    internal IReadOnlyList<ArchiveFinding> Check(PrearchiveEntry entry, ArchiveRequest request)
    {
        List<ArchiveFinding> findings = [];
        string project = request.Project ?? entry.Project;
        if (!_state.Projects.Any(p => p.Id == project))
        {
            findings.Add(new ArchiveFinding(6, "FAIL", "Unable to identify destination project"));
            return findings;
        }

        string label = SessionLabel(entry, request);
        string subjectLabel = SubjectLabel(entry, request);
        if (label.Length == 0)
        {
            findings.Add(new ArchiveFinding(8, "FAIL", "Unable to identify label for session"));
        }

        SandboxSubject? subject = FindSubject(project, subjectLabel);
        if (subject is null)
        {
            findings.Add(new ArchiveFinding(12, "WARN", $"A new subject, {subjectLabel}, will be created"));
        }

        if (FindSession(project, label) is SandboxSession existing)
        {
            CheckExisting(entry, existing, subject, findings);
        }

        foreach (SandboxScan scan in entry.Scans)
        {
            if (!SeriesFilter.ProjectKeeps(_state, project, scan.SeriesDescription, scan.Modality))
            {
                findings.Add(new ArchiveFinding(22, "WARN", $"Scan {scan.Id} is excluded by the project's series import filter"));
            }
        }

        return findings;
    }

    /// <summary>Archives at once; the session is gone from the prearchive when the status is 200.</summary>
    internal ArchiveOutcome Archive(PrearchiveEntry entry, ArchiveRequest request, string user)
    {
        lock (_state.Sync)
        {
            string project = request.Project ?? entry.Project;
            if (entry.Project == PrearchiveEntry.Unassigned)
            {
                return new ArchiveOutcome(400, "Cannot archive sessions from the Unassigned folder.");
            }

            if (_faults.Take(FaultNames.Locked, entry.Tag))
            {
                return new ArchiveOutcome(423, "Session is locked.");
            }

            if (entry.IsBusy)
            {
                return new ArchiveOutcome(403, "Operation already in progress on this prearchive entry.");
            }

            if (!entry.Built)
            {
                entry.Built = true;
            }

            if (_faults.Take(FaultNames.ArchiveError, entry.Tag))
            {
                _engine.Log(entry, "Archiving failed.");
                _engine.SetStatus(entry, "ERROR");
                return new ArchiveOutcome(500, "Archiving failed.");
            }

            ArchiveFinding? stop = Check(entry, request).FirstOrDefault(
                f => f.Type == "FAIL" || (f.Type == "CONFLICT" && request.Overwrite is not ("append" or "delete" or "override")));
            if (stop is not null)
            {
                _engine.Log(entry, stop.Message);
                _engine.SetStatus(entry, "CONFLICT");
                return new ArchiveOutcome(409, stop.Message);
            }

            if (!Anonymize(entry, project, SubjectLabel(entry, request), SessionLabel(entry, request)))
            {
                _engine.Log(entry, "The project's anonymisation script failed, or rejected every object.");
                _engine.SetStatus(entry, "ERROR");
                return new ArchiveOutcome(500, "Anonymisation failed.");
            }

            SandboxSubject subject = FindSubject(project, SubjectLabel(entry, request)) ?? AddSubject(project, SubjectLabel(entry, request), user);
            SandboxSession session = Store(entry, request, project, subject, user);
            return new ArchiveOutcome(200, $"/archive/projects/{project}/subjects/{subject.Label}/experiments/{session.Label}");
        }
    }

    /// <summary>Archives for a batch call or the project's prearchive code: what goes wrong shows in state and log only.</summary>
    internal void ArchiveInBackground(PrearchiveEntry entry, string? overwrite, string user)
    {
        entry.Status = "READY";
        ArchiveOutcome outcome = Archive(entry, new ArchiveRequest { Overwrite = overwrite }, user);
        if (outcome.Status is not (200 or 409 or 500))
        {
            _engine.Log(entry, outcome.Text);
            _engine.SetStatus(entry, "ERROR");
        }
    }

    internal SandboxSubject AddSubject(string project, string label, string user)
    {
        SandboxSubject subject = new()
        {
            Id = $"XNAT_S{_state.NextId("subject"):00000}",
            Project = project,
            Label = label,
            InsertDate = SqlTime.Format(_clock.GetUtcNow(), _clock),
            InsertUser = user,
        };
        _state.Subjects.Add(subject);
        return subject;
    }

    internal SandboxSubject? FindSubject(string project, string label) => _state.Subjects.FirstOrDefault(
        s => s.Project == project && string.Equals(s.Label, label, StringComparison.OrdinalIgnoreCase));

    internal SandboxSession? FindSession(string project, string label) => _state.Sessions.FirstOrDefault(
        s => s.Project == project && string.Equals(s.Label, label, StringComparison.OrdinalIgnoreCase));

    /// <summary>The archived session's folder on disk.</summary>
    internal string FolderOf(SandboxSession session) => Path.Combine(_state.ArchiveFolder, session.Project, "arc001", session.Label);

    private void Empty(SandboxSession session)
    {
        foreach (SandboxResource resource in session.Scans.SelectMany(s => s.Resources))
        {
            foreach (SandboxFile file in resource.Files)
            {
                File.Delete(Path.Combine(FolderOf(session), resource.Folder, file.Name));
            }

            resource.Files.Clear();
        }
    }

    // The project's script runs on the files before they are in the archive; objects that it rejects go.
    private bool Anonymize(PrearchiveEntry entry, string project, string subject, string session)
    {
        if (entry.PreventAnon || StoredScripts.OfProject(_state, project) is not string script)
        {
            return true;
        }

        foreach ((SandboxScan scan, SandboxResource resource, SandboxFile file) in Files(entry).ToArray())
        {
            string path = Path.Combine(_engine.FolderOf(entry), resource.Folder, file.Name);
            switch (_scripts.Run(path, script, project, subject, session))
            {
                case ScriptOutcome.Done:
                    file.Size = new FileInfo(path).Length;
                    break;
                case ScriptOutcome.Rejected:
                    File.Delete(path);
                    resource.Files.Remove(file);
                    scan.Frames = Math.Max(0, scan.Frames - 1);
                    break;
                default:
                    return false;
            }
        }

        return Files(entry).Any();
    }

    private static IEnumerable<(SandboxScan Scan, SandboxResource Resource, SandboxFile File)> Files(PrearchiveEntry entry) =>
        entry.Scans.SelectMany(s => s.Resources.SelectMany(r => r.Files.Select(f => (s, r, f))));

    private static string SessionLabel(PrearchiveEntry entry, ArchiveRequest request)
    {
        string label = Identifier.CleanLabel(request.Session ?? entry.Name);
        return label.Length > 0 ? label : Identifier.CleanLabel(entry.Folder);
    }

    private static string SubjectLabel(PrearchiveEntry entry, ArchiveRequest request)
    {
        string label = request.Subject ?? entry.Subject;
        return Identifier.CleanLabel(label.Length > 0 ? label : entry.DcmPatientName);
    }

    private static void CheckExisting(
        PrearchiveEntry entry, SandboxSession existing, SandboxSubject? subject, List<ArchiveFinding> findings)
    {
        findings.Add(new ArchiveFinding(1, "CONFLICT", "Session already exists"));
        if (existing.SubjectId != subject?.Id)
        {
            findings.Add(new ArchiveFinding(4, "FAIL", "Invalid modification of session subject via archive process"));
        }

        if (existing.Uid.Length > 0 && existing.Uid != entry.Tag)
        {
            findings.Add(new ArchiveFinding(5, "CONFLICT", "Session already exists with a different UID"));
        }

        if (existing.Modality.Length > 0 && entry.Modality.Length > 0 && existing.XsiType != entry.XsiType)
        {
            findings.Add(new ArchiveFinding(19, "FAIL", "Invalid modification of session modality via archive process"));
        }

        foreach (SandboxScan scan in entry.Scans)
        {
            if (existing.Scans.FirstOrDefault(s => s.Id == scan.Id) is SandboxScan sameId)
            {
                findings.Add(sameId.Uid == scan.Uid
                    ? new ArchiveFinding(16, "CONFLICT", $"Scan {scan.Id} already exists")
                    : new ArchiveFinding(17, "CONFLICT", $"Scan {scan.Id} exists with another UID and will be renamed"));
            }
            else if (existing.Scans.FirstOrDefault(s => s.Uid == scan.Uid) is not null)
            {
                findings.Add(new ArchiveFinding(18, "CONFLICT", $"The series of scan {scan.Id} exists under another number"));
            }
        }
    }

    private SandboxSession Store(PrearchiveEntry entry, ArchiveRequest request, string project, SandboxSubject subject, string user)
    {
        string label = SessionLabel(entry, request);
        string now = SqlTime.Format(_clock.GetUtcNow(), _clock);
        SandboxSession? session = FindSession(project, label);
        if (session is not null && request.Overwrite == "delete")
        {
            if (Directory.Exists(FolderOf(session)))
            {
                Directory.Delete(FolderOf(session), recursive: true);
            }

            session.Scans.Clear();
        }

        if (session is null)
        {
            session = new SandboxSession { Id = $"XNAT_E{_state.NextId("experiment"):00000}", InsertDate = now, InsertUser = user };
            _state.Sessions.Add(session);
        }

        session.Project = project;
        session.SubjectId = subject.Id;
        session.Label = label;
        session.XsiType = entry.XsiType.Length > 0 ? entry.XsiType : "xnat:otherDicomSessionData";
        session.Modality = entry.Modality;
        session.Date = entry.ScanDate;
        session.Time = entry.ScanTime;
        session.Uid = entry.Tag;
        session.DcmAccessionNumber = entry.DcmAccessionNumber;
        session.DcmPatientId = entry.DcmPatientId;
        session.DcmPatientName = entry.DcmPatientName;
        session.Scanner = entry.Scanner;
        session.LastModified = now;
        session.PreventAnon = entry.PreventAnon;
        session.Quarantined |= request.Quarantine || _state.Projects.First(p => p.Id == project).QuarantineCode == 1;
        session.Note = request.Fields.FirstOrDefault(f => f.Key.EndsWith("/note", StringComparison.Ordinal)).Value ?? session.Note;
        foreach (SandboxScan scan in entry.Scans)
        {
            ArchiveStore.Scan(_state, _engine.FolderOf(entry), FolderOf(session), session, scan, request.OverwriteFiles);
        }

        if (_faults.Take(FaultNames.EmptyShell, entry.Tag))
        {
            Empty(session);
        }

        _engine.Delete(entry);
        return session;
    }
}
