using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace XnatTools.Import.Direct.Staging;

/// <summary>
/// The journal of a study in staging: a line of JSON for each instance once its file is at its place. It is held open for
/// writing by one run alone; a line that a crash tore is cut off.
/// </summary>
internal sealed class StagingJournal : IDisposable
{
    public const string FileName = "received.jsonl";

    private readonly FileStream _file;

    private StagingJournal(FileStream file, List<StagedInstance> instances)
    {
        _file = file;
        Instances = instances;
    }

    /// <summary>What was journalled when it was opened, in order.</summary>
    public List<StagedInstance> Instances { get; }

    /// <exception cref="XnatException">Another run has it, or it cannot be written.</exception>
    public static StagingJournal Open(string folder)
    {
        FileStream file;
        try
        {
            Directory.CreateDirectory(folder);
            file = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 16 * 1024);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new XnatException(XnatErrorCode.FileWriteFailed, "The study's folder in staging cannot be written.", e);
        }
        catch (IOException e)
        {
            throw IsHeld(e)
                ? new XnatException(XnatErrorCode.ReceiveStudyInUse, "Another run is receiving the study into the same staging folder.", e)
                : new XnatException(XnatErrorCode.FileWriteFailed, "The study's folder in staging cannot be written.", e);
        }

        try
        {
            byte[] bytes = new byte[file.Length];
            int got = 0;
            while (got < bytes.Length && file.Read(bytes, got, bytes.Length - got) is > 0 and int more)
            {
                got += more;
            }

            (List<StagedInstance> instances, int good) = Read(bytes, got);
            file.SetLength(good);
            file.Position = good;
            return new StagingJournal(file, instances);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a line and hands it to the system.</summary>
    public void Add(StagedInstance instance)
    {
        using MemoryStream line = new(256);
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            json.WriteString("instance", instance.SopInstanceUid);
            json.WriteString("series", instance.SeriesInstanceUid);
            json.WriteString("class", instance.SopClassUid);
            json.WriteString("syntax", instance.TransferSyntaxUid);
            json.WriteNumber("length", instance.Length);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        _file.Write(line.GetBuffer(), 0, (int)line.Length);
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>ERROR_SHARING_VIOLATION of Windows; EWOULDBLOCK of Linux and of macOS, where the runtime's lock on a file speaks so.</summary>
    private static bool IsHeld(IOException e) => e.HResult is unchecked((int)0x80070020) or 11 or 35;

    /// <summary>The good lines, and the byte after the last of them.</summary>
    private static (List<StagedInstance> Instances, int Good) Read(byte[] bytes, int length)
    {
        List<StagedInstance> instances = [];
        int start = 0;
        for (int i = 0; i < length; i++)
        {
            if (bytes[i] != (byte)'\n')
            {
                continue;
            }

            if (Parse(Encoding.UTF8.GetString(bytes, start, i - start)) is { } instance)
            {
                instances.Add(instance);
            }

            start = i + 1;
        }

        return (instances, start);
    }

    private static StagedInstance? Parse(string line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            JsonElement root = json.RootElement;
            return new StagedInstance
            {
                SopInstanceUid = root.GetProperty("instance").GetString() ?? "",
                SeriesInstanceUid = root.GetProperty("series").GetString() ?? "",
                SopClassUid = root.GetProperty("class").GetString() ?? "",
                TransferSyntaxUid = root.GetProperty("syntax").GetString() ?? "",
                Length = root.GetProperty("length").GetInt64(),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null; // Not ours, or damaged: its file is looked at instead.
        }
    }
}
