using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Protection;

/// <summary>
/// A small file in the destination that tells which outputs are done: a line each, added before an output is made and after it is at its place. Names
/// are those under the destination; UIDs that scripts gave out are kept by a hash of the old one, so that a later run gives the same.
/// </summary>
public sealed class ProtectionState : IDisposable
{
    /// <summary>Name of the file in the destination.</summary>
    public const string FileName = ".xnattools-protect";

    private readonly object _lock = new();
    private readonly Dictionary<string, Entry> _done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _bySource = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _begun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _uids = new(StringComparer.Ordinal);
    private readonly FileStream _file;

    private ProtectionState(FileStream file) => _file = file;

    /// <summary>Number of outputs that are known to be done.</summary>
    public int Count => _done.Count;

    /// <summary>Opens or makes the state of a destination. One run at a time holds it.</summary>
    /// <exception cref="IOException">Another run holds it, or it cannot be written.</exception>
    public static ProtectionState Open(string destination)
    {
        Directory.CreateDirectory(destination);
        FileStream file = new(Path.Combine(destination, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1);
        ProtectionState state = new(file);
        try
        {
            state.Load();
            state.SweepDrafts(destination);
            return state;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>The entry of an output, or null.</summary>
    internal Entry? Find(string name)
    {
        lock (_lock)
        {
            return _done.TryGetValue(name, out Entry? entry) ? entry : null;
        }
    }

    /// <summary>The output made of a source, by the source's hash under a fingerprint; null when none is known.</summary>
    internal Entry? FindSource(string sourceKey)
    {
        lock (_lock)
        {
            return _bySource.TryGetValue(sourceKey, out Entry? entry) ? entry : null;
        }
    }

    /// <summary>Whether an output that is there was made of an original, or was being made of it when an earlier run was killed.</summary>
    internal bool IsOf(string name, string origin)
    {
        lock (_lock)
        {
            return _done.TryGetValue(name, out Entry? entry) ? entry.Origin == origin : _begun.TryGetValue(name, out string? begun) && begun == origin;
        }
    }

    /// <summary>Notes that an output is about to be made: a run that is killed between the output and its line knows it again.</summary>
    internal void Begin(string name, string origin)
    {
        lock (_lock)
        {
            if (!_done.ContainsKey(name) && !(_begun.TryGetValue(name, out string? begun) && begun == origin))
            {
                Write("b\t" + name + "\t" + origin);
                _begun[name] = origin;
            }
        }
    }

    internal void Done(Entry entry)
    {
        lock (_lock)
        {
            Write("d\t" + string.Join("\t", entry.Name, entry.Fingerprint, entry.SourceKey, entry.Source, entry.Written, entry.Origin));
            _done[entry.Name] = entry;
            _bySource[entry.SourceKey] = entry;
        }
    }

    /// <summary>Makes a map remember what earlier runs gave out, and keep what this one gives.</summary>
    internal void Attach(DicomUidMap map, string kind)
    {
        map.Recall = text =>
        {
            lock (_lock)
            {
                return _uids.TryGetValue(Key(kind, text), out string? uid) ? uid : null;
            }
        };
        map.Added = (text, uid) =>
        {
            lock (_lock)
            {
                string key = Key(kind, text);
                _uids[key] = uid;
                Write("u\t" + key + "\t" + uid);
            }
        };
    }

    /// <summary>One text for everything that decides what outputs are like.</summary>
    public static string MakeFingerprint(IEnumerable<string> parts) => FileHash.OfText(string.Join("\0", parts));

    internal static string Key(string kind, string text) => FileHash.OfText(kind + "\0" + text);

    private void Load()
    {
        long good = 0;
        using (StreamReader reader = new(_file, new UTF8Encoding(false), false, 4096, leaveOpen: true))
        {
            string text = reader.ReadToEnd();
            int start = 0;
            int end;
            while ((end = text.IndexOf('\n', start)) >= 0)
            {
                string line = text.Substring(start, end - start);
                Read(line.Split('\t'));
                good += Encoding.UTF8.GetByteCount(line) + 1;
                start = end + 1;
            }
        }

        // A line that was cut off by a crash tells nothing.
        _file.SetLength(good);
        _file.Position = good;
    }

    /// <summary>Takes away what a run that was killed had begun to write: it stands beside the outputs that have no line of their own.</summary>
    private void SweepDrafts(string destination)
    {
        HashSet<string> folders = new(StringComparer.Ordinal);
        foreach (string name in _begun.Keys)
        {
            if (!_done.ContainsKey(name))
            {
                folders.Add(Path.GetDirectoryName(Path.Combine(destination, name.Replace('/', Path.DirectorySeparatorChar)))!);
            }
        }

        foreach (string folder in folders)
        {
            if (Directory.Exists(folder))
            {
                AtomicFile.DeleteDrafts(folder);
            }
        }
    }

    private void Read(string[] parts)
    {
        if (parts.Length == 7 && parts[0] == "d" && FileMark.Parse(parts[4]) is { } source && FileMark.Parse(parts[5]) is { } written)
        {
            Entry entry = new(parts[1], parts[2], parts[3], source, written, parts[6]);
            _done[entry.Name] = entry;
            _bySource[entry.SourceKey] = entry;
        }
        else if (parts.Length == 3 && parts[0] == "b")
        {
            _begun[parts[1]] = parts[2];
        }
        else if (parts.Length == 3 && parts[0] == "u")
        {
            _uids[parts[1]] = parts[2];
        }
    }

    private void Write(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        long start = _file.Position;
        try
        {
            _file.Write(bytes, 0, bytes.Length);
            _file.Flush();
        }
        catch (IOException)
        {
            // Half a line would take the next one with it.
            _file.SetLength(start);
            _file.Position = start;
            throw;
        }
    }

    internal sealed class Entry(string name, string fingerprint, string sourceKey, FileMark source, FileMark written, string origin)
    {
        /// <summary>Path under the destination, with slashes.</summary>
        public string Name { get; } = name;

        public string Fingerprint { get; } = fingerprint;

        /// <summary>Hash of the source's path under the folder that was given.</summary>
        public string SourceKey { get; } = sourceKey;

        public FileMark Source { get; } = source;

        public FileMark Written { get; } = written;

        /// <summary>Hash of the source's full path: only the same source may replace its output.</summary>
        public string Origin { get; } = origin;
    }
}
