using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Import.Count;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Tests.Fakes;

/// <summary>A ledger in memory that a test writes record by record, on a clock of its own. Study n is key sn, UID 1.n, row n + 1.</summary>
internal sealed class MadeLedger : IDisposable
{
    public const string Path = "made.ledger.jsonl";

    private readonly LedgerFile _file;

    public MadeLedger(int studies, DateTimeOffset? start = null)
    {
        Clock = new JumpingClock();
        Start = start ?? Clock.GetUtcNow();
        _file = LedgerFile.Create(Path, new LedgerHeader { JobId = "job", Site = "https://xnat.example/", PacsId = 1, Project = "DEMO", Receiver = "XNAT:8104", Lines = studies }, new TestKeys(), Clock, Store);
        for (int i = 1; i <= studies; i++)
        {
            string number = i.ToString(CultureInfo.InvariantCulture);
            _file.Append(LedgerEntries.Plan(
                "s" + number, i + 1, 0, i % 3 == 0 ? ["CT"] : ["MR"],
                new StudyCount { Series = [Series(number, 1, 10), Series(number, 2, 20)] },
                new LedgerIdentifiers
                {
                    StudyInstanceUid = "1." + number,
                    AccessionNumber = "SECRETACC" + number,
                    PatientId = "SECRETPID" + number,
                    PatientName = "SECRET^NAME",
                    StudyDate = "20240307",
                    StudyDescription = i % 2 == 0 ? "SECRET Head" : "Knee",
                    Labels = new RelabelMap { Subject = "S" + number, Session = "S" + number + "_1" },
                    Series = [new KeyValuePair<string, string?>("1." + number + ".1", "T1"), new KeyValuePair<string, string?>("1." + number + ".2", "T2")],
                    SourceFile = "/data/cohort.csv",
                    Criteria = new ImportRow { Row = i + 1, AccessionNumber = "SECRETACC" + number, Labels = new RelabelMap { Subject = "S" + number, Session = "S" + number + "_1" } },
                },
                i == 2 ? [new PacsSeries { SeriesInstanceUid = "1.2.501", SeriesNumber = 501, Modality = "SR", SeriesDescription = "SECRET Dose Report" }] : []));
        }
    }

    public MemoryLedgerStore Store { get; } = new();

    public JumpingClock Clock { get; }

    public DateTimeOffset Start { get; }

    public LedgerState State => LedgerReader.Load(Path, new TestKeys(), Store);

    public void Dispose() => _file.Dispose();

    public MadeLedger Add(LedgerEntry entry)
    {
        _file.Append(entry);
        return this;
    }

    public MadeLedger Note(string kind, string? text = null, string? code = null) => Add(LedgerEntries.Note(kind, text, code));

    public MadeLedger Post(params string[] keys) => Add(LedgerEntries.Post("job/01", keys, Clock.GetUtcNow()));

    public MadeLedger To(string key, ImportState state, ImportOutcome? outcome = null, bool final = false, int? series = null, int? files = null, string[]? missing = null, string? code = null, string? reason = null) =>
        Add(LedgerEntries.State(new StudyChange(key, state) { Outcome = outcome, IsFinal = final, SeriesFound = series, InstancesFound = files, Missing = missing ?? [], Code = code, Reason = reason }));

    public MadeLedger Later(double minutes)
    {
        Clock.Advance(TimeSpan.FromMinutes(minutes));
        return this;
    }

    private static SeriesCount Series(string study, int number, int instances) => new()
    {
        SeriesInstanceUid = $"1.{study}.{number}", Number = number, Modality = "MR", Description = "T" + number, Instances = instances,
    };
}
