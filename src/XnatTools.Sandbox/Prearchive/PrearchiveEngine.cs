using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using XnatTools.Sandbox.Anonymization;

namespace XnatTools.Sandbox.Prearchive;

/// <summary>
/// The states of prearchive sessions on the sandbox's clock: builds what has been idle long enough, and carries out what batch
/// calls asked for, each through its QUEUED and working states. Records are changed inside the state's lock.
/// </summary>
internal sealed class PrearchiveEngine : IDisposable
{
    private readonly SandboxState _state;
    private readonly SandboxClock _clock;
    private readonly SandboxFaults _faults;
    private readonly TimeSpan _stage;
    private readonly List<ITimer> _timers = [];
    private ITimer? _look;

    internal PrearchiveEngine(SandboxState state, SandboxClock clock, SandboxFaults faults, TimeSpan stage, ScriptRunner scripts)
    {
        _state = state;
        _clock = clock;
        _faults = faults;
        _stage = stage;
        Archiver = new PrearchiveArchiver(state, clock, faults, this, scripts);
    }

    internal PrearchiveArchiver Archiver { get; }

    /// <summary>Begins to look for idle sessions, and takes up what a stopped sandbox left unfinished.</summary>
    internal void Start()
    {
        int repeat = SettingInt("sessionXmlRebuilderRepeat", 60000);
        _look = _clock.CreateTimer(_ => Look(), null, TimeSpan.FromMilliseconds(repeat), TimeSpan.FromMilliseconds(repeat));
        lock (_state.Sync)
        {
            foreach (PrearchiveEntry entry in _state.Prearchive)
            {
                if (entry.Pending is not null)
                {
                    Run(entry);
                }
                else if (entry.IsBusy)
                {
                    entry.Status = "RECEIVING";
                }
            }
        }
    }

    internal PrearchiveEntry? Find(string project, string timestamp, string folder) => _state.Prearchive.FirstOrDefault(
        e => !e.IsDirect && e.Project == project && e.Timestamp == timestamp && e.Folder == folder);

    /// <summary>The session's folder on disk.</summary>
    internal string FolderOf(PrearchiveEntry entry) =>
        Path.Combine(_state.PrearchiveFolder, entry.Project, entry.Timestamp, entry.Folder);

    internal void Log(PrearchiveEntry entry, string text) =>
        entry.Log.Add(new PrearchiveLogLine { Time = _clock.GetUtcNow(), Text = text });

    /// <summary>Makes the session document at once: READY, or ERROR when a fault says so. No automatic archiving.</summary>
    internal void Build(PrearchiveEntry entry)
    {
        lock (_state.Sync)
        {
            if (_faults.Take(FaultNames.BuildError, entry.Tag))
            {
                Log(entry, "Building failed.");
                SetStatus(entry, "ERROR");
                return;
            }

            entry.Built = true;
            Log(entry, "Session document built.");
            SetStatus(entry, "READY");
        }
    }

    /// <summary>Builds through the states QUEUED_BUILDING and BUILDING; then archives when the session says so.</summary>
    /// <param name="entry">The session.</param>
    /// <param name="user">Who asked.</param>
    /// <param name="autoArchive">False for the rebuild service, which never archives.</param>
    internal void RequestRebuild(PrearchiveEntry entry, string user, bool autoArchive = true) =>
        Request(entry, new PrearchiveTask { Kind = autoArchive ? "build-archive" : "build", User = user });

    internal void RequestDelete(PrearchiveEntry entry, string user) =>
        Request(entry, new PrearchiveTask { Kind = "delete", User = user });

    internal void RequestMove(PrearchiveEntry entry, string newProject, string user) =>
        Request(entry, new PrearchiveTask { Kind = "move", NewProject = newProject, User = user });

    internal void RequestArchive(PrearchiveEntry entry, string? overwrite, string user) =>
        Request(entry, new PrearchiveTask { Kind = "archive", Overwrite = overwrite, User = user });

    /// <summary>Deletes session and files at once.</summary>
    internal void Delete(PrearchiveEntry entry)
    {
        lock (_state.Sync)
        {
            _state.Prearchive.Remove(entry);
            _state.Routes.RemoveAll(r => r.StudyInstanceUid == entry.Tag && !r.Dqr);
            string folder = Path.GetDirectoryName(FolderOf(entry))!;
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            _state.Changed();
        }
    }

    /// <summary>Moves session and files to another project at once.</summary>
    internal void Move(PrearchiveEntry entry, string newProject)
    {
        lock (_state.Sync)
        {
            string from = Path.GetDirectoryName(FolderOf(entry))!;
            entry.Project = newProject;
            SandboxProject? project = _state.Projects.FirstOrDefault(p => p.Id == newProject);
            entry.AutoArchive = project?.PrearchiveCode switch { 4 => "AutoArchive", 5 => "AutoArchiveOverwrite", null => "", _ => "Manual" };
            string to = Path.GetDirectoryName(FolderOf(entry))!;
            if (Directory.Exists(from) && from != to)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                Directory.Move(from, to);
            }

            Log(entry, "Moved to another project.");
            SetStatus(entry, entry.Built ? "READY" : "RECEIVING");
        }
    }

    internal void SetStatus(PrearchiveEntry entry, string status)
    {
        entry.Status = status;
        entry.LastModified = _clock.GetUtcNow();
        _state.Changed();
    }

    public void Dispose()
    {
        _look?.Dispose();
        lock (_timers)
        {
            _timers.ForEach(t => t.Dispose());
            _timers.Clear();
        }
    }

    // A session leaves RECEIVING when no file came for the set minutes, unless its sender keeps it.
    private void Look()
    {
        lock (_state.Sync)
        {
            TimeSpan idle = TimeSpan.FromMinutes(SettingInt("sessionXmlRebuilderInterval", 5));
            foreach (PrearchiveEntry entry in _state.Prearchive.ToArray())
            {
                if (entry.Status is ("RECEIVING" or "RECEIVING_INTERRUPT") && entry.Pending is null && !entry.PreventAutoCommit
                    && entry.Source != "uploader" && _clock.GetUtcNow() - entry.LastFile >= idle)
                {
                    entry.Pending = new PrearchiveTask { Kind = "build-archive", User = "admin" };
                    Work(entry);
                }
            }
        }
    }

    private void Request(PrearchiveEntry entry, PrearchiveTask task)
    {
        lock (_state.Sync)
        {
            entry.Pending = task;
            Run(entry);
        }
    }

    private void Run(PrearchiveEntry entry)
    {
        SetStatus(entry, "QUEUED_" + WorkState(entry.Pending!.Kind));
        After(_stage, () => Work(entry));
    }

    private void Work(PrearchiveEntry entry)
    {
        lock (_state.Sync)
        {
            if (entry.Pending is not PrearchiveTask task || !_state.Prearchive.Contains(entry))
            {
                return;
            }

            // The underscore marks a session in work and locked; building shows without it.
            SetStatus(entry, task.Kind.StartsWith("build", StringComparison.Ordinal) ? "BUILDING" : "_" + WorkState(task.Kind));
            After(_stage, () => Finish(entry, task));
        }
    }

    private void Finish(PrearchiveEntry entry, PrearchiveTask task)
    {
        lock (_state.Sync)
        {
            if (entry.Pending != task || !_state.Prearchive.Contains(entry))
            {
                return;
            }

            entry.Pending = null;
            try
            {
                Do(entry, task);
            }
            catch (IOException)
            {
                // A full disk or a file in use is a failed operation, not the end of the sandbox.
                Log(entry, "The operation failed.");
                SetStatus(entry, "ERROR");
            }
        }
    }

    private void Do(PrearchiveEntry entry, PrearchiveTask task)
    {
        switch (task.Kind)
        {
            case "delete":
                Delete(entry);
                break;
            case "move" when task.NewProject is string project && _state.Projects.Any(p => p.Id == project):
                Move(entry, project);
                break;
            case "move":
                Log(entry, "The destination does not exist.");
                SetStatus(entry, "ERROR");
                break;
            case "archive":
                Archiver.ArchiveInBackground(entry, task.Overwrite, task.User);
                break;
            default:
                FinishBuild(entry, task);
                break;
        }
    }

    private void FinishBuild(PrearchiveEntry entry, PrearchiveTask task)
    {
        if (entry.Status == "RECEIVING_INTERRUPT")
        {
            // Objects came while it was building: it goes on receiving.
            SetStatus(entry, "RECEIVING");
            return;
        }

        Build(entry);
        if (task.Kind == "build-archive" && entry.Status == "READY" && entry.AutoArchive.StartsWith("AutoArchive", StringComparison.Ordinal)
            && entry.Project != PrearchiveEntry.Unassigned)
        {
            Archiver.ArchiveInBackground(entry, entry.AutoArchive == "AutoArchiveOverwrite" ? "delete" : null, task.User);
        }
    }

    private static string WorkState(string kind) => kind switch
    {
        "delete" => "DELETING",
        "move" => "MOVING",
        "archive" => "ARCHIVING",
        _ => "BUILDING",
    };

    private void After(TimeSpan delay, Action action)
    {
        ITimer? timer = null;
        timer = _clock.CreateTimer(
            _ =>
            {
                lock (_timers)
                {
                    if (timer is not null)
                    {
                        _timers.Remove(timer);
                    }
                }

                action();
            },
            null,
            delay,
            Timeout.InfiniteTimeSpan);
        lock (_timers)
        {
            _timers.Add(timer);
        }
    }

    private int SettingInt(string name, int fallback) =>
        int.TryParse(_state.SiteConfig[name]?.ToString(), out int value) && value > 0 ? value : fallback;
}
