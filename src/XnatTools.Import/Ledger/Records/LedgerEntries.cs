using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using XnatTools.Import.Count;
using XnatTools.Import.Preflight;

namespace XnatTools.Import.Ledger;

/// <summary>Makes the records of a ledger.</summary>
internal static class LedgerEntries
{
    public static LedgerEntry Begin(LedgerHeader header) => new(LedgerKind.Begin, (json, _) =>
    {
        json.WriteNumber("v", header.Version);
        json.WriteString("job", header.JobId);
        json.WriteString("site", header.Site);
        json.WriteNumber("pacs", header.PacsId);
        json.WriteString("project", header.Project);
        json.WriteString("receiver", header.Receiver);
        json.Text("csv", header.CsvHash);
        json.WriteNumber("lines", header.Lines);
        json.Text("module", header.Module);
        json.WriteBoolean("force", header.Force);
        if (header.Settings.Count > 0)
        {
            json.WriteStartObject("settings");
            foreach (KeyValuePair<string, string> setting in header.Settings)
            {
                json.WriteString(setting.Key, setting.Value);
            }

            json.WriteEndObject();
        }

        json.WriteString("protection", header.Protection);
        json.WriteString("key", header.WrappedKey);
    });

    /// <summary>A study; its identifiers protected, its counts not. Series that were left out by choice are written too, so that nothing is missing in silence.</summary>
    public static LedgerEntry Plan(string key, int row, int file, string[] modality, StudyCount expected, LedgerIdentifiers identifiers, IReadOnlyList<PacsSeries>? leftOut = null) => new(LedgerKind.Plan, (json, vault) =>
    {
        json.WriteString("k", key);
        json.WriteNumber("row", row);
        if (file != 0)
        {
            json.WriteNumber("file", file);
        }

        json.Texts("mod", modality);
        json.Number("instances", expected.StudyInstances);
        if (expected.Series is not null)
        {
            json.WriteStartArray("series");
            foreach (SeriesCount series in expected.Series)
            {
                json.WriteStartObject();
                json.Number("n", series.Number);
                json.Text("m", series.Modality);
                json.Number("c", series.Instances);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (leftOut is { Count: > 0 })
        {
            json.WriteStartArray("left");
            foreach (PacsSeries series in leftOut)
            {
                json.WriteStartObject();
                json.Number("n", series.SeriesNumber);
                json.Text("m", series.Modality);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        Protect(json, vault, identifiers);
    });

    /// <summary>A line that ends without a study of its own, or with one that another line has too.</summary>
    public static LedgerEntry Line(int row, int file, ImportOutcome outcome, string? code, string? reason, string? key, LedgerIdentifiers? identifiers) => new(LedgerKind.Line, (json, vault) =>
    {
        json.WriteNumber("row", row);
        if (file != 0)
        {
            json.WriteNumber("file", file);
        }

        json.WriteString("o", outcome.ToString());
        json.Text("code", code);
        json.Text("text", reason);
        json.Text("k", key);
        if (identifiers is not null)
        {
            Protect(json, vault, identifiers);
        }
    });

    /// <summary>Studies that may be at the server from now on.</summary>
    public static LedgerEntry Post(string requestId, IReadOnlyList<string> keys, DateTimeOffset? serverTime) => new(LedgerKind.Post, (json, _) =>
    {
        json.WriteString("req", requestId);
        json.Texts("keys", keys);
        json.Time("at", serverTime);
    });

    /// <summary>An answer, or the lack of one.</summary>
    public static LedgerEntry Answer(string requestId, int accepted, string? code) => new(LedgerKind.Answer, (json, _) =>
    {
        json.WriteString("req", requestId);
        json.WriteNumber("ok", accepted);
        json.Text("code", code);
    });

    public static LedgerEntry State(StudyChange change) => new(LedgerKind.State, (json, vault) =>
    {
        json.WriteString("k", change.Key);
        json.WriteString("s", change.State.ToString());
        json.Text("o", change.Outcome?.ToString());
        Flag(json, "final", change.IsFinal);
        json.Text("code", change.Code);
        json.Text("text", change.Reason);
        json.Text("req", change.RequestId);
        json.Number("q", change.QueueId);
        json.Time("queued", change.QueuedTime);
        json.Time("notBefore", change.NotBefore);
        Flag(json, "failed", change.Failed);
        Flag(json, "refetch", change.Refetch);
        Flag(json, "again", change.Again);
        json.Number("ns", change.SeriesFound);
        json.Number("ni", change.InstancesFound);
        json.Texts("missing", change.Missing);
        json.Text("session", change.SessionId);
        if (change.PrearchiveUrl is not null || change.MissingSeries.Count > 0)
        {
            // The folder of a session that was not relabelled is the patient's own; series UIDs lead back to it as well.
            string text = change.PrearchiveUrl + "\n" + string.Join("\n", change.MissingSeries);
            json.WriteBase64String("where", vault.Seal(Encoding.UTF8.GetBytes(text)));
        }
    });

    /// <summary>Studies that the server holds and the ledger did not know of, and the highest number of a request among them.</summary>
    public static LedgerEntry Lost(int requests, string text, IReadOnlyList<string> keys) => new(LedgerKind.Lost, (json, _) =>
    {
        json.WriteString("text", text);
        json.WriteNumber("requests", requests);
        json.Texts("keys", keys);
    });

    /// <summary>Another bound on what may be in flight.</summary>
    public static LedgerEntry Pace(string text, LedgerPace pace) => new(LedgerKind.Pace, (json, _) =>
    {
        json.WriteString("text", text);
        json.WriteNumber("bound", pace.Bound);
        json.WriteNumber("needed", pace.Needed);
        Flag(json, "raised", pace.Raised);
    });

    /// <summary>The policy in force; scripts as hashes.</summary>
    public static LedgerEntry Policy(PolicyMarks marks, string text) => new(LedgerKind.Policy, (json, _) =>
    {
        json.WriteString("text", text);
        json.WriteString("site", marks.Site);
        json.WriteString("project", marks.Project);
        json.WriteString("receiver", marks.Receiver);
    });

    /// <summary>Something that is not about one study's state.</summary>
    public static LedgerEntry Note(string kind, string? text = null, string? code = null, IReadOnlyList<string>? keys = null, string? policy = null) => new(kind, (json, _) =>
    {
        json.Text("policy", policy);
        json.Text("code", code);
        json.Text("text", text);
        json.Texts("keys", keys ?? []);
    });

    private static void Flag(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, true);
        }
    }

    private static void Protect(Utf8JsonWriter json, IdentifierVault vault, LedgerIdentifiers identifiers) =>
        json.WriteBase64String("id", vault.Seal(IdentifierText.Write(identifiers)));
}
