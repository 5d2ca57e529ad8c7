using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace XnatTools.Upload;

/// <summary>
/// Remembers on disk which series of a session the server took, so that a run that was ended goes on where it was. It holds hashes
/// of UIDs and the address that the server gave, one line of JSON a step, each flushed before the next step.
/// </summary>
internal sealed class UploadJournal
{
    private readonly string? _path;
    private readonly Dictionary<string, int> _sent = new(StringComparer.Ordinal);
    private readonly object _sync = new();

    private UploadJournal(string? path) => _path = path;

    /// <summary>Address of the prearchive session; null before the first series.</summary>
    public string? Address { get; private set; }

    /// <summary>Opens the journal of a session. A last line that was torn, or a line that is none, ends what is believed.</summary>
    public static UploadJournal Open(string? folder, string site, string project, string session, string studyUid)
    {
        if (folder is null)
        {
            return new UploadJournal(null);
        }

        Directory.CreateDirectory(folder);
        UploadJournal journal = new(Path.Combine(folder, "upload-" + Hash($"{site}|{project}|{session}|{studyUid}").Substring(0, 32) + ".jsonl"));
        journal.Read();
        return journal;
    }

    /// <summary>Whether a series with exactly these objects was taken.</summary>
    public bool Has(LocalSeries series)
    {
        lock (_sync)
        {
            return _sent.TryGetValue(KeyOf(series), out int count) && count == series.Instances.Count;
        }
    }

    /// <summary>Notes that the server took a series.</summary>
    public void Sent(LocalSeries series, string? address)
    {
        lock (_sync)
        {
            Address = address ?? Address;
            _sent[KeyOf(series)] = series.Instances.Count;
            Append(new Line { Series = KeyOf(series), Count = series.Instances.Count, Address = Address });
        }
    }

    /// <summary>Starts anew: the server does not have the session any more.</summary>
    public void Forget()
    {
        lock (_sync)
        {
            _sent.Clear();
            Address = null;
            if (_path is not null)
            {
                File.Delete(_path);
            }
        }
    }

    private void Read()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        foreach (string text in File.ReadAllLines(_path!))
        {
            try
            {
                Line? line = JsonSerializer.Deserialize<Line>(text);
                if (line?.Series is null)
                {
                    return;
                }

                _sent[line.Series] = line.Count;
                Address = line.Address ?? Address;
            }
            catch (JsonException)
            {
                return;
            }
        }
    }

    private void Append(Line line)
    {
        if (_path is null)
        {
            return;
        }

        using FileStream file = new(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        byte[] bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line) + "\n");
        file.Write(bytes, 0, bytes.Length);
        file.Flush(flushToDisk: true);
    }

    // The objects are part of the key: a folder to which files were added is another series.
    private static string KeyOf(LocalSeries series)
    {
        StringBuilder text = new(series.SeriesInstanceUid);
        List<string> uids = [];
        foreach (LocalInstance instance in series.Instances)
        {
            uids.Add(instance.SopInstanceUid);
        }

        uids.Sort(StringComparer.Ordinal);
        foreach (string uid in uids)
        {
            text.Append('|').Append(uid);
        }

        return Hash(text.ToString());
    }

    private static string Hash(string text)
    {
        using SHA256 sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text))).Replace("-", "").ToLowerInvariant();
    }

    private sealed class Line
    {
        public string? Series { get; set; }

        public int Count { get; set; }

        public string? Address { get; set; }
    }
}
