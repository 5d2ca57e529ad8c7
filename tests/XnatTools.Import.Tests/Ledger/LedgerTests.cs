using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;
using XnatTools.Import.Count;
using XnatTools.Import.Ledger;
using XnatTools.Import.Tests.Fakes;

namespace XnatTools.Import.Tests.Ledger;

public sealed class LedgerTests : IDisposable
{
    private const string Canary = "CANARYID";
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "xt-ledger-" + Guid.NewGuid().ToString("N"));

    public LedgerTests() => Directory.CreateDirectory(_folder);

    private string File => Path.Combine(_folder, "a.ledger.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_loaded_with_identifiers_only_for_the_owner()
    {
        using (LedgerFile ledger = Make(3))
        {
            ledger.Append(LedgerEntries.Post("job/01", ["s2", "s3"], DateTimeOffset.UnixEpoch));
            ledger.Append(LedgerEntries.State(new StudyChange("s2", ImportState.Queued) { QueueId = 7, PrearchiveUrl = "/prearchive/" + Canary, MissingSeries = ["1.2." + Canary] }));
            Assert.True(LedgerFile.IsHeld(File));
            Assert.Equal(XnatErrorCode.LedgerBusy, Assert.Throws<XnatException>(() => LedgerFile.Open(File, new TestKeys())).Code);
            Assert.Equal(ImportState.Queued, LedgerReader.Load(File, new TestKeys()).Studies[1].State);
        }

        LedgerState mine = LedgerReader.Load(File, new TestKeys());
        Assert.Equal(3, mine.Studies.Count);
        Assert.Equal((ImportState.Queued, 7L, 1), (mine.Studies[1].State, mine.Studies[1].QueueId!.Value, mine.Studies[1].Attempts));
        Assert.Equal((ImportState.Posting, "job/01"), (mine.Studies[2].State, mine.Studies[2].RequestId));
        Assert.Equal(Canary + "2", mine.Studies[1].Identifiers!.AccessionNumber);
        Assert.Equal("S2", mine.Studies[1].Labels!.Subject);
        Assert.Equal("1.2." + Canary, Assert.Single(mine.Studies[1].MissingSeries));
        Assert.Equal(12, mine.Studies[1].Expected.Instances);
        Assert.Equal(["series 501 (CT)", "series without number"], mine.Studies[1].LeftOut);
        LedgerState others = LedgerReader.Load(File, new TestKeys(2));
        Assert.False(others.HasIdentifiers);
        Assert.Null(others.Studies[1].Identifiers);
        Assert.Equal(ImportState.Queued, others.Studies[1].State);
        Assert.DoesNotContain(Canary, System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        Assert.Equal(XnatErrorCode.LedgerUnusable, Assert.Throws<XnatException>(() => LedgerFile.Open(File, new TestKeys(2))).Code);
    }

    [Fact]
    public void A_ledger_torn_anywhere_loads_up_to_the_last_whole_record_and_can_be_written_on()
    {
        using (LedgerFile ledger = Make(4))
        {
            ledger.Append([LedgerEntries.Note(LedgerKind.Window, "open"), LedgerEntries.Note(LedgerKind.Window, "shut")]);
        }

        byte[] whole = System.IO.File.ReadAllBytes(File);
        int first = Array.IndexOf(whole, (byte)'\n') + 1;
        for (int cut = first; cut <= whole.Length; cut += 7)
        {
            System.IO.File.WriteAllBytes(File, whole[..cut]);
            int lines = whole[..cut].Count(b => b == '\n');
            Assert.Equal(lines, LedgerReader.Load(File).Records);
            using (LedgerFile again = LedgerFile.Open(File, new TestKeys()))
            {
                again.Append(LedgerEntries.Note(LedgerKind.Resume));
            }

            LedgerState state = LedgerReader.Load(File);
            Assert.Equal((lines + 1, 0L), (state.Records, state.TornBytes));
        }
    }

    [Fact]
    public void Every_changed_byte_and_every_lost_line_is_found_and_the_line_named()
    {
        using (LedgerFile ledger = Make(2))
        {
            ledger.Append(LedgerEntries.State(new StudyChange("s1", ImportState.Failed) { IsFinal = true }));
        }

        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int i = 0; i < whole.Length; i += 5)
        {
            if (whole[i] == '\n')
            {
                continue;
            }

            byte[] changed = (byte[])whole.Clone();
            changed[i] ^= 1;
            if (changed[i] == '\n')
            {
                continue;
            }

            System.IO.File.WriteAllBytes(File, changed);
            XnatException error = Assert.Throws<XnatException>(() => LedgerReader.Load(File));
            Assert.Equal(XnatErrorCode.LedgerBroken, error.Code);
            Assert.Contains($"Line {whole[..i].Count(b => b == '\n') + 1} ", error.Message, StringComparison.Ordinal);
        }

        string[] lines = Encoding.UTF8.GetString(whole).TrimEnd('\n').Split('\n');
        for (int lost = 0; lost < lines.Length - 1; lost++)
        {
            System.IO.File.WriteAllText(File, string.Join("\n", lines.Where((_, i) => i != lost)) + "\n");
            Assert.Equal(XnatErrorCode.LedgerBroken, Assert.Throws<XnatException>(() => LedgerReader.Load(File)).Code);
        }
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Only_the_owner_can_read_the_ledger_and_the_key()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows protects with DPAPI and access rules.");
        string key = Path.Combine(_folder, "keys", "ledger.key");
        Make(1, UserKeys.For(key)).Dispose();
        UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal((owner, owner), (System.IO.File.GetUnixFileMode(File), System.IO.File.GetUnixFileMode(key)));
        Assert.True(LedgerReader.Load(File, UserKeys.For(key)).HasIdentifiers);
        Assert.False(LedgerReader.Load(File, UserKeys.For(key + "2")).HasIdentifiers);
        System.IO.File.WriteAllBytes(key, new byte[32]);
        Assert.False(LedgerReader.Load(File, UserKeys.For(key)).HasIdentifiers);
    }

    [Fact]
    public void A_full_disk_ends_writing_and_what_was_written_before_stays_readable()
    {
        MemoryLedgerStore store = new();
        using LedgerFile ledger = LedgerFile.Create("x", new LedgerHeader { JobId = "j" }, new TestKeys(), null, store);
        store.OnFlush = () => throw new IOException("full");
        Assert.Equal(XnatErrorCode.LedgerUnusable, Assert.Throws<XnatException>(() => ledger.Append(LedgerEntries.Note(LedgerKind.Planned))).Code);
        store.OnFlush = null;
        Assert.Equal(XnatErrorCode.LedgerUnusable, Assert.Throws<XnatException>(() => ledger.Append(LedgerEntries.Note(LedgerKind.Planned))).Code);
        Assert.False(ledger.State.IsPlanned);
        Assert.Equal(1, LedgerReader.Load("x", null, store).Records);
    }

    [Fact]
    public void Lines_and_studies_may_be_many_to_many_and_each_line_has_one_outcome()
    {
        using LedgerFile ledger = LedgerFile.Create(File, new LedgerHeader { JobId = "j", Lines = 5 }, new TestKeys());
        ledger.Append(
        [
            Plan("s1", 2), Plan("s2", 3), Plan("s3", 3),
            LedgerEntries.Line(4, 0, ImportOutcome.Duplicate, null, "as line 2", "s1", null),
            LedgerEntries.Line(5, 0, ImportOutcome.NotFound, "PacsStudyNotFound", "none", null, null),
            LedgerEntries.Line(6, 0, ImportOutcome.Invalid, "CsvRowInvalid", "bad", null, null),
            LedgerEntries.Note(LedgerKind.Planned),
            LedgerEntries.State(new StudyChange("s1", ImportState.Archived) { IsFinal = true }),
            LedgerEntries.State(new StudyChange("s2", ImportState.Archived) { IsFinal = true }),
            LedgerEntries.State(new StudyChange("s3", ImportState.Failed) { IsFinal = true, Code = "XnatImportFailed" }),
        ]);
        Assert.Equal(
            [(2, ImportOutcome.Archived), (3, ImportOutcome.Failed), (4, ImportOutcome.Duplicate), (5, ImportOutcome.NotFound), (6, ImportOutcome.Invalid)],
            ledger.State.Lines.Select(l => (l.Row, l.Outcome)));
        Assert.Equal([2, 4], ledger.State.Studies[0].Rows);
    }

    [Fact]
    public void Ten_thousand_studies_load_whole()
    {
        using (LedgerFile ledger = Make(10_000))
        {
            for (int round = 0; round < 4; round++)
            {
                List<LedgerEntry> entries = [];
                for (int i = 1; i <= 10_000; i++)
                {
                    entries.Add(LedgerEntries.State(new StudyChange("s" + i, ImportState.Queued) { QueueId = i, PrearchiveUrl = round == 3 ? "/prearchive/projects/P/1/2" : null }));
                }

                ledger.Append(entries);
            }
        }

        LedgerState state = LedgerReader.Load(File, new TestKeys());
        Assert.Equal(10_000, state.Studies.Count);
        Assert.All(state.Studies, study => Assert.Equal((ImportState.Queued, "/prearchive/projects/P/1/2"), (study.State, study.PrearchiveUrl)));
        Assert.Equal(Canary + "10000", state.Studies[^1].Identifiers!.AccessionNumber);
    }

    private static LedgerEntry Plan(string key, int row) => LedgerEntries.Plan(key, row, 0, ["CT"],
        new StudyCount { Series = [new SeriesCount { SeriesInstanceUid = "1.2." + row, Number = 1, Modality = "CT", Instances = 12 }] },
        new LedgerIdentifiers
        {
            StudyInstanceUid = "1.2.3." + Canary + row,
            AccessionNumber = Canary + row,
            PatientName = Canary + "^NAME",
            Labels = new RelabelMap { Subject = "S" + row, Session = "E" + row },
            Series = [new("1.2." + row, Canary)],
        },
        [new PacsSeries { SeriesInstanceUid = "1.2.4." + Canary, SeriesNumber = 501, Modality = "CT", SeriesDescription = Canary }, new PacsSeries()]);

    private LedgerFile Make(int studies, IKeyProtector? keys = null)
    {
        LedgerFile ledger = LedgerFile.Create(File, new LedgerHeader { JobId = "job", Project = "P", Lines = studies }, keys ?? new TestKeys());
        ledger.Append([.. Enumerable.Range(1, studies).Select(i => Plan("s" + i, i)), LedgerEntries.Note(LedgerKind.Planned)]);
        return ledger;
    }
}
