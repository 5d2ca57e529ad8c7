using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox.Anonymization;

namespace XnatTools.Sandbox.Filing;

/// <summary>
/// Puts arrived objects into prearchive sessions. Sessions group by project and Study Instance UID; a late object joins the
/// session while it is still in the prearchive, and opens a new one after that.
/// </summary>
internal sealed class FilingService : IDisposable
{
    private readonly SandboxState _state;
    private readonly SandboxClock _clock;
    private readonly SandboxFaults _faults;
    private readonly SemaphoreSlim _gate = new(1, 1);

    private readonly ScriptRunner _scripts;

    internal FilingService(SandboxState state, SandboxClock clock, SandboxFaults faults, ScriptRunner scripts)
    {
        _scripts = scripts;
        _state = state;
        _clock = clock;
        _faults = faults;
    }

    /// <summary>Raised after an object was filed, outside any lock.</summary>
    internal event Action<FilingResult, ArrivedHeader>? Filed;

    /// <summary>Files one object and takes its temporary file away. Safe to call from many associations at once.</summary>
    internal async Task<FilingResult> FileAsync(ArrivedObject arrived, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arrived);
        ArrivedHeader header = arrived.Header ?? HeaderReader.Read(arrived.Path);
        FilingResult result;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            result = File(arrived, header);
        }
        finally
        {
            _gate.Release();
        }

        Filed?.Invoke(result, header);
        return result;
    }

    public void Dispose() => _gate.Dispose();

    private FilingResult File(ArrivedObject arrived, ArrivedHeader header)
    {
        if (_faults.Take(FaultNames.DropObject, header.SopInstanceUid))
        {
            System.IO.File.Delete(arrived.Path);
            return new FilingResult();
        }

        Identity identity;
        string? script;
        lock (_state.Sync)
        {
            identity = Identifier.Identify(_state, arrived, header, _clock.GetUtcNow());
            if (!SeriesFilter.Keeps(_state, identity.Project, arrived.Path))
            {
                System.IO.File.Delete(arrived.Path);
                return new FilingResult();
            }

            script = arrived.PreventAnon || arrived.Receiver is { AnonymizationEnabled: false } ? null : StoredScripts.OfSite(_state);
        }

        // Names were worked out from the object as it came; the site's script works on the file only.
        ScriptOutcome outcome = script is null ? ScriptOutcome.Done : _scripts.Run(arrived.Path, script, identity.Project, identity.Subject, identity.Session);
        if (outcome != ScriptOutcome.Done)
        {
            System.IO.File.Delete(arrived.Path);
            return new FilingResult { ScriptFailed = outcome == ScriptOutcome.Failed };
        }

        lock (_state.Sync)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            PrearchiveEntry entry = FindOrAdd(identity, arrived, header, now);
            AddFile(entry, arrived, header);
            entry.LastFile = now;
            entry.LastModified = now;
            entry.Built = false;
            entry.Status = entry.IsBusy ? "RECEIVING_INTERRUPT" : "RECEIVING";
            _state.Changed();
            return new FilingResult { Filed = true, Entry = entry };
        }
    }

    private PrearchiveEntry FindOrAdd(Identity identity, ArrivedObject arrived, ArrivedHeader header, DateTimeOffset now)
    {
        bool direct = arrived.Direct && identity.Project != PrearchiveEntry.Unassigned;
        PrearchiveEntry? entry = _state.Prearchive.FirstOrDefault(
            e => e.IsDirect == direct && e.Project == identity.Project && e.Tag == header.StudyInstanceUid
                && !e.Status.Contains("ARCHIVING", StringComparison.Ordinal)
                && !e.Status.Contains("MOVING", StringComparison.Ordinal)
                && !e.Status.Contains("DELETING", StringComparison.Ordinal));
        if (entry is not null)
        {
            return entry;
        }

        DateTimeOffset stamp = now;
        while (_state.Prearchive.Any(e => e.Timestamp == SqlTime.Folder(stamp, _clock)))
        {
            stamp = stamp.AddMilliseconds(1);
        }

        entry = new PrearchiveEntry
        {
            Project = identity.Project,
            Timestamp = SqlTime.Folder(stamp, _clock),
            Folder = identity.Session,
            Name = identity.Session,
            Subject = identity.Subject,
            Tag = header.StudyInstanceUid,
            Uploaded = now,
            AutoArchive = direct ? "AutoArchive" : AutoArchive(identity),
            DirectId = direct ? _state.NextId("direct") : 0,
            PreventAnon = arrived.PreventAnon || arrived.Receiver is { AnonymizationEnabled: false },
            PreventAutoCommit = arrived.PreventAutoCommit,
            Source = arrived.Source ?? "",
            ScanDate = SqlTime.Date(header.StudyDate),
            ScanTime = SqlTime.Time(header.StudyTime),
            DcmAccessionNumber = header.AccessionNumber,
            DcmPatientId = header.PatientId,
            DcmPatientName = header.PatientName,
            Scanner = header.StationName,
        };
        _state.Prearchive.Add(entry);
        return entry;
    }

    private string AutoArchive(Identity identity)
    {
        SandboxProject? project = Identifier.FindProject(_state, identity.Project);
        if (project is null)
        {
            return "";
        }

        return identity.AutoArchive switch
        {
            true => project.PrearchiveCode == 5 ? "AutoArchiveOverwrite" : "AutoArchive",
            false => "Manual",
            null => project.PrearchiveCode switch { 4 => "AutoArchive", 5 => "AutoArchiveOverwrite", _ => "Manual" },
        };
    }

    private void AddFile(PrearchiveEntry entry, ArrivedObject arrived, ArrivedHeader header)
    {
        SandboxScan? scan = entry.Scans.FirstOrDefault(s => s.Uid == header.SeriesInstanceUid);
        if (scan is null)
        {
            scan = new SandboxScan
            {
                Id = ScanRules.ScanId(header, entry.Scans),
                Uid = header.SeriesInstanceUid,
                Modality = header.Modality,
                XsiType = ScanRules.ScanType(header.Modality),
                Type = header.SeriesDescription,
                SeriesDescription = header.SeriesDescription,
            };
            entry.Scans.Add(scan);
            entry.Modality = ScanRules.PrimaryModality(entry.Scans.Select(s => s.Modality));
            entry.XsiType = ScanRules.SessionType(entry.Modality);
        }

        string label = ScanRules.ResourceLabel(header.SopClassUid);
        SandboxResource? resource = scan.Resources.FirstOrDefault(r => r.Label == label);
        if (resource is null)
        {
            resource = new SandboxResource { Label = label, Format = "DICOM", Content = label == "DICOM" ? "RAW" : "secondary", Folder = $"SCANS/{scan.Id}/{label}" };
            scan.Resources.Add(resource);
        }

        string name = NameOf(arrived, header, resource);
        string target = Path.Combine(FolderOf(entry), resource.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        long size = new FileInfo(arrived.Path).Length;
        System.IO.File.Move(arrived.Path, target, overwrite: true);
        SandboxFile? file = resource.Files.FirstOrDefault(f => f.Name == name);
        if (file is null)
        {
            file = new SandboxFile { Name = name, SopInstanceUid = header.SopInstanceUid, Format = "DICOM", Content = resource.Content };
            resource.Files.Add(file);
            scan.Frames += header.Frames;
        }

        file.Size = size;
    }

    // The sender's own name is kept while it is a plain one and no other object of the scan has it.
    private static string NameOf(ArrivedObject arrived, ArrivedHeader header, SandboxResource resource)
    {
        string own = ScanRules.FileName(header);
        if (resource.Files.FirstOrDefault(f => f.SopInstanceUid == header.SopInstanceUid) is SandboxFile again)
        {
            return again.Name;
        }

        return arrived.FileName is string given && ScanRules.IsPlainName(given) && !resource.Files.Any(f => f.Name == given) ? given : own;
    }

    private string FolderOf(PrearchiveEntry entry) =>
        Path.Combine(_state.PrearchiveFolder, entry.Project, entry.Timestamp, entry.Folder);
}
