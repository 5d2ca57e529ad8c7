using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;

namespace XnatTools.Sandbox;

/// <summary>
/// Everything the sandbox remembers: records in one JSON file, and the files of prearchive and archive beside it. Read and change
/// the lists only inside <c>lock (state.Sync)</c>, and call <see cref="Changed"/> after a change; it is written soon after
/// and when the host ends, by way of a temporary file, so that a killed sandbox starts again with a whole state.
/// </summary>
public sealed class SandboxState : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    private readonly StateDocument _document;
    private readonly bool _temporary;
    private readonly Timer _saver;
    private readonly object _fileSync = new();
    private readonly Dictionary<string, object> _parts = [];
    private int _dirty;
    private int _saveMs;
    private int _disposed;
    private long _version;
    private long _written;

    private SandboxState(string folder, bool temporary, StateDocument document)
    {
        Folder = folder;
        _temporary = temporary;
        _document = document;
        _saver = new Timer(_ => SaveQuietly(), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>The lock of all records.</summary>
    public object Sync { get; } = new();

    /// <summary>The state folder.</summary>
    public string Folder { get; }

    /// <summary>True when nothing was kept from an earlier run.</summary>
    public bool IsNew { get; private init; }

    public List<SandboxUser> Users => _document.Users;

    public List<SandboxToken> Tokens => _document.Tokens;

    public List<SandboxProject> Projects => _document.Projects;

    /// <summary>Ids of deleted projects, which are never free again.</summary>
    public List<string> UsedProjectIds => _document.UsedProjectIds;

    public List<SandboxSubject> Subjects => _document.Subjects;

    public List<SandboxSession> Sessions => _document.Sessions;

    public List<PrearchiveEntry> Prearchive => _document.Prearchive;

    public List<SandboxReceiver> Receivers => _document.Receivers;

    public List<SandboxPacs> Pacs => _document.Pacs;

    public List<StudyRoute> Routes => _document.Routes;

    public List<ConfigEntry> Config => _document.Config;

    /// <summary>Site settings by name (/xapi/siteConfig).</summary>
    public JsonObject SiteConfig => _document.SiteConfig;

    /// <summary>Folder of the prearchive's files.</summary>
    public string PrearchiveFolder => Path.Combine(Folder, "prearchive");

    /// <summary>Folder of the archive's files.</summary>
    public string ArchiveFolder => Path.Combine(Folder, "archive");

    /// <summary>Folder for files on their way.</summary>
    public string TempFolder => Path.Combine(Folder, "temp");

    /// <summary>Opens the folder, or a temporary one when it is null.</summary>
    public static SandboxState Open(string? folder)
    {
        bool temporary = folder is null;
        string path = Path.GetFullPath(folder ?? Path.Combine(Path.GetTempPath(), "xnattools-sandbox-" + Guid.NewGuid().ToString("N")));
        Directory.CreateDirectory(path);
        string file = Path.Combine(path, "state.json");
        bool isNew = !File.Exists(file);
        StateDocument document = isNew
            ? new StateDocument()
            : JsonSerializer.Deserialize<StateDocument>(File.ReadAllBytes(file), s_json) ?? new StateDocument();
        SandboxState state = new(path, temporary, document) { IsNew = isNew };
        Directory.CreateDirectory(state.PrearchiveFolder);
        Directory.CreateDirectory(state.ArchiveFolder);
        Directory.CreateDirectory(state.TempFolder);
        return state;
    }

    /// <summary>The next number of a sequence, from 1.</summary>
    public int NextId(string sequence)
    {
        lock (Sync)
        {
            _document.Counters.TryGetValue(sequence, out int last);
            _document.Counters[sequence] = ++last;
            return last;
        }
    }

    /// <summary>
    /// What another part of the sandbox keeps. The object is made once, from the saved state when there is one, and written with
    /// it from then on; change it inside <c>lock (state.Sync)</c> and call <see cref="Changed"/>.
    /// </summary>
    public T Part<T>(string name)
        where T : class, new()
    {
        lock (Sync)
        {
            if (!_parts.TryGetValue(name, out object? part))
            {
                part = _document.Parts[name] is JsonNode saved ? saved.Deserialize<T>(s_json) ?? new T() : new T();
                _parts[name] = part;
            }

            return (T)part;
        }
    }

    /// <summary>Says that something changed, so that it is saved soon. It may be called inside the lock.</summary>
    public void Changed()
    {
        if (Interlocked.Exchange(ref _dirty, 1) == 0 && Volatile.Read(ref _disposed) == 0)
        {
            // A large state is written less often, so that writing never takes more than a small part of the time.
            _saver.Change(Math.Max(250, 10 * Volatile.Read(ref _saveMs)), Timeout.Infinite);
        }
    }

    /// <summary>Writes the state now.</summary>
    public void Save()
    {
        // The records' lock is let go before the file's is taken: nobody who holds the second ever waits for the first.
        Volatile.Write(ref _dirty, 0);
        long started = Environment.TickCount64;
        byte[] bytes;
        long version;
        lock (Sync)
        {
            version = ++_version;
            foreach (KeyValuePair<string, object> part in _parts)
            {
                _document.Parts[part.Key] = JsonSerializer.SerializeToNode(part.Value, part.Value.GetType(), s_json);
            }

            bytes = JsonSerializer.SerializeToUtf8Bytes(_document, s_json);
        }

        lock (_fileSync)
        {
            if (version <= _written)
            {
                return;
            }

            string file = Path.Combine(Folder, "state.json");
            File.WriteAllBytes(file + ".new", bytes);
            File.Move(file + ".new", file, overwrite: true);
            _written = version;
            Volatile.Write(ref _saveMs, (int)(Environment.TickCount64 - started));
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // Waits for a save that is under way, so that nothing is written into a folder that is gone.
        using (ManualResetEvent quiet = new(false))
        {
            if (_saver.Dispose(quiet))
            {
                quiet.WaitOne(TimeSpan.FromSeconds(10));
            }
        }

        if (_temporary)
        {
            Directory.Delete(Folder, recursive: true);
        }
        else
        {
            Save();
        }
    }

    // A full disk must not end the process from a timer thread; the next change tries again.
    private void SaveQuietly()
    {
        try
        {
            if (Volatile.Read(ref _disposed) == 0)
            {
                Save();
            }
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
