using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using XnatTools.Import.Count;

namespace XnatTools.Import.Ledger;

/// <summary>Takes records about one study in.</summary>
internal static class StudyReader
{
    public static LedgerStudy ReadPlan(JsonElement record, DateTimeOffset time, IdentifierVault? vault)
    {
        LedgerIdentifiers? identifiers = ReadIdentifiers(record, vault);
        int row = (int)(record.OptionalNumber("row") ?? 0);
        return new LedgerStudy(record.Optional("k") ?? throw new FormatException("no key"))
        {
            Rows = row > 0 ? [row] : [],
            Modality = record.Strings("mod"),
            Expected = ReadCount(record, identifiers),
            LeftOut = ReadLeftOut(record),
            Identifiers = identifiers,
            Planned = time,
            Changed = time,
        };
    }

    public static LedgerIdentifiers? ReadIdentifiers(JsonElement record, IdentifierVault? vault) =>
        vault is not null && record.TryGetProperty("id", out JsonElement blob) && vault.Open(blob.GetBytesFromBase64()) is byte[] text
            ? IdentifierText.Read(text)
            : null;

    public static void ReadPost(LedgerStudy study, JsonElement record, DateTimeOffset time)
    {
        study.State = ImportState.Posting;
        study.Outcome = ImportOutcome.Unknown;
        study.IsFinal = false;
        study.Attempts++;
        study.RequestId = record.Optional("req");
        study.PostedAt = record.OptionalTime("at");
        study.Posted ??= time;
        study.LastPosted = time;
        study.QueueId = null;
        study.QueuedTime = null;
        study.LeftQueue = null;
        study.NotBefore = null;
        study.Code = null;
        study.Reason = null;
        study.Changed = time;
    }

    public static void ReadChange(LedgerStudy study, JsonElement record, DateTimeOffset time, IdentifierVault? vault)
    {
        bool wasInFlight = study.InFlight;
        study.State = LedgerJson.ParseEnum<ImportState>(record.Optional("s") ?? "");
        study.Outcome = record.Optional("o") is string outcome ? LedgerJson.ParseEnum<ImportOutcome>(outcome) : OutcomeOf(study.State);
        study.IsFinal = record.IsSet("final");
        study.Code = record.Optional("code");
        study.Reason = record.Optional("text");
        study.RequestId = record.Optional("req") ?? study.RequestId;
        study.QueueId = record.OptionalNumber("q") ?? study.QueueId;
        study.QueuedTime = record.OptionalTime("queued") ?? study.QueuedTime;
        study.NotBefore = record.OptionalTime("notBefore");
        study.Failures += record.IsSet("failed") ? 1 : 0;
        study.Refetches += record.IsSet("refetch") ? 1 : 0;
        if (record.IsSet("again"))
        {
            study.Failures = 0;
            study.Refetches = 0;
        }

        study.SeriesFound = (int?)record.OptionalNumber("ns") ?? study.SeriesFound;
        study.InstancesFound = (int?)record.OptionalNumber("ni") ?? study.InstancesFound;
        study.Missing = record.Strings("missing");
        study.SessionId = record.Optional("session") ?? study.SessionId;
        study.Changed = time;
        if (wasInFlight && !study.InFlight)
        {
            study.LeftQueue = time;
        }

        study.Finished = study.IsFinal ? time : null;
        study.MissingSeries = [];
        if (vault is not null && record.TryGetProperty("where", out JsonElement blob) && vault.Open(blob.GetBytesFromBase64()) is byte[] text)
        {
            string[] parts = Encoding.UTF8.GetString(text).Split('\n');
            study.PrearchiveUrl = parts[0].Length > 0 ? parts[0] : study.PrearchiveUrl;
            parts[0] = "";
            study.MissingSeries = Array.FindAll(parts, p => p.Length > 0);
        }
    }

    public static ImportOutcome OutcomeOf(ImportState state) => state switch
    {
        ImportState.Planned or ImportState.Queried => ImportOutcome.Planned,
        ImportState.Ambiguous => ImportOutcome.Ambiguous,
        ImportState.NotFound => ImportOutcome.NotFound,
        ImportState.Excluded => ImportOutcome.Excluded,
        ImportState.Blocked => ImportOutcome.Blocked,
        ImportState.Posting => ImportOutcome.Unknown,
        ImportState.Queued => ImportOutcome.Queued,
        ImportState.Retrieving => ImportOutcome.Retrieving,
        ImportState.Arriving => ImportOutcome.Arriving,
        ImportState.Incomplete => ImportOutcome.Incomplete,
        ImportState.InPrearchive or ImportState.Archiving => ImportOutcome.InPrearchive,
        ImportState.Archived => ImportOutcome.Archived,
        ImportState.Failed => ImportOutcome.Failed,
        _ => ImportOutcome.Cancelled,
    };

    private static string[] ReadLeftOut(JsonElement record)
    {
        if (!record.TryGetProperty("left", out JsonElement list))
        {
            return [];
        }

        List<string> names = [];
        foreach (JsonElement one in list.EnumerateArray())
        {
            string number = one.OptionalNumber("n") is long n ? n.ToString(CultureInfo.InvariantCulture) : "without number";
            names.Add(one.Optional("m") is string modality ? $"series {number} ({modality})" : "series " + number);
        }

        return [.. names];
    }

    private static StudyCount ReadCount(JsonElement record, LedgerIdentifiers? identifiers)
    {
        int? instances = (int?)record.OptionalNumber("instances");
        if (!record.TryGetProperty("series", out JsonElement list))
        {
            return new StudyCount { StudyInstances = instances };
        }

        List<SeriesCount> series = [];
        foreach (JsonElement one in list.EnumerateArray())
        {
            KeyValuePair<string, string?> known = identifiers is not null && series.Count < identifiers.Series.Count ? identifiers.Series[series.Count] : new("", null);
            series.Add(new SeriesCount
            {
                SeriesInstanceUid = known.Key,
                Description = known.Value,
                Number = (int?)one.OptionalNumber("n"),
                Modality = one.Optional("m"),
                Instances = (int?)one.OptionalNumber("c"),
            });
        }

        return new StudyCount { Series = series, StudyInstances = instances };
    }
}
