using System;
using System.Collections.Generic;
using System.Text.Json;

namespace XnatTools.Import.Ledger;

/// <summary>Lines and their studies: a line may have several studies, and a study several lines.</summary>
internal sealed class LedgerLines
{
    private readonly List<Line> _lines = [];
    private readonly Dictionary<(int File, int Row), Line> _byRow = [];

    public List<LedgerLine> Ended { get; } = [];

    public void AddStudy(LedgerStudy study, JsonElement record)
    {
        Line line = Find(record);
        line.Keys.Add(study.Key);
    }

    public void AddLine(JsonElement record, IdentifierVault? vault, Dictionary<string, LedgerStudy> studies)
    {
        Line line = Find(record);
        LedgerLine end = new()
        {
            Row = line.Row,
            Outcome = LedgerJson.ParseEnum<ImportOutcome>(record.Optional("o") ?? ""),
            Code = record.Optional("code"),
            Reason = record.Optional("text"),
            Identifiers = StudyReader.ReadIdentifiers(record, vault),
        };
        line.Ends.Add(end);
        Ended.Add(end);
        line.Identifiers ??= end.Identifiers;
        if (record.Optional("k") is string key && studies.TryGetValue(key, out LedgerStudy? study))
        {
            line.Keys.Add(key);
            line.Shared = true;
            if (line.Row > 0)
            {
                study.Rows = [.. study.Rows, line.Row];
            }
        }
    }

    public List<LedgerLine> Make(Dictionary<string, LedgerStudy> studies)
    {
        List<LedgerLine> result = new(_lines.Count);
        foreach (Line line in _lines)
        {
            LedgerLine? worst = null;
            foreach (LedgerLine end in line.Ends)
            {
                worst = Worse(worst, end.Outcome, end.Code, end.Reason);
            }

            foreach (string key in line.Keys)
            {
                // A line whose study is another line's is a duplicate; the study counts there.
                if (!line.Shared)
                {
                    LedgerStudy study = studies[key];
                    worst = Worse(worst, study.Outcome, study.Code, study.Reason);
                }
            }

            result.Add(new LedgerLine { Row = line.Row, Keys = line.Keys, Outcome = worst!.Outcome, Code = worst.Code, Reason = worst.Reason, Identifiers = line.Identifiers });
        }

        result.Sort((a, b) => a.Row.CompareTo(b.Row));
        return result;
    }

    /// <summary>How much attention an outcome needs; of several studies of a line the neediest speaks for it.</summary>
    private static int Need(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Duplicate => 0,
        ImportOutcome.AlreadyPresent => 1,
        ImportOutcome.Archived => 2,
        ImportOutcome.InPrearchive => 3,
        ImportOutcome.Excluded => 4,
        ImportOutcome.Planned => 5,
        ImportOutcome.Arriving => 6,
        ImportOutcome.Retrieving => 7,
        ImportOutcome.Queued => 8,
        ImportOutcome.Unknown => 9,
        ImportOutcome.Cancelled => 10,
        _ => 20 + (int)outcome,
    };

    private static LedgerLine Worse(LedgerLine? one, ImportOutcome outcome, string? code, string? reason) =>
        one is not null && Need(one.Outcome) >= Need(outcome) ? one : new LedgerLine { Outcome = outcome, Code = code, Reason = reason };

    private Line Find(JsonElement record)
    {
        int row = (int)(record.OptionalNumber("row") ?? 0);
        int file = (int)(record.OptionalNumber("file") ?? 0);
        if (row > 0 && _byRow.TryGetValue((file, row), out Line? line))
        {
            return line;
        }

        line = new Line(row);
        _lines.Add(line);
        if (row > 0)
        {
            _byRow.Add((file, row), line);
        }

        return line;
    }

    private sealed class Line(int row)
    {
        public int Row { get; } = row;

        public List<string> Keys { get; } = [];

        public List<LedgerLine> Ends { get; } = [];

        public bool Shared { get; set; }

        public LedgerIdentifiers? Identifiers { get; set; }
    }
}
