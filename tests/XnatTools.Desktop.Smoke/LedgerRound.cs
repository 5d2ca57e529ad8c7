using System;
using System.IO;
using System.Text;
using XnatTools.Import.Campaign;
using XnatTools.Import.Ledger;

namespace XnatTools.Desktop.Smoke;

/// <summary>Writes a ledger, locks it, breaks off in the middle of a record, goes on, and finds a record that was changed.</summary>
internal static class LedgerRound
{
    public static void Run(string folder)
    {
        string path = Path.Combine(folder, "campaign.ledger.jsonl");
        IKeyProtector keys = UserKeys.For(path + ".key");
        CampaignPlan plan = new()
        {
            Ready = [Study(2), Study(3)],
            Settled = [new ImportItem { Row = 4, Outcome = ImportOutcome.NotFound, Code = "PacsStudyNotFound", AccessionNumber = "SECRET4" }],
        };
        using (LedgerFile ledger = plan.Write(path, new LedgerHeader { JobId = "job", Site = "site", PacsId = 1, Project = "DEMO", Receiver = "XNAT:8104" }, keys))
        {
            Console.WriteLine($"planned {ledger.State.Lines.Count} lines, {ledger.State.Studies.Count} studies, held {LedgerFile.IsHeld(path)}");
            Tell("second run", () => LedgerFile.Open(path, keys).Dispose());
        }

        Console.WriteLine($"free {!LedgerFile.IsHeld(path)}, readable {File.ReadAllText(path).Contains("SECRET")}");
        using (FileStream stream = new(path, FileMode.Append))
        {
            byte[] half = Encoding.ASCII.GetBytes("{\"t\":\"2024-03-07T1");
            stream.Write(half, 0, half.Length);
        }

        LedgerState torn = LedgerReader.Load(path, keys);
        Console.WriteLine($"torn {torn.TornBytes}, {torn.Lines.Count} lines, first {torn.Studies[0].Identifiers!.AccessionNumber}");
        using (LedgerFile ledger = LedgerFile.Open(path, keys))
        {
            Console.WriteLine($"mended {LedgerReader.Load(path).TornBytes}, planned {ledger.State.IsPlanned}");
        }

        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        Tell("changed", () => LedgerReader.Load(path, keys));
    }

    private static PacsStudy Study(int row) => new()
    {
        Row = row,
        SourceFile = "cohort.csv",
        PacsId = 1,
        StudyInstanceUid = "2.25." + row,
        AccessionNumber = "SECRET" + row,
        Modality = ["MR"],
        Labels = new RelabelMap().With("S" + row, "S" + row + "_1"),
    };

    private static void Tell(string what, Action action)
    {
        try
        {
            action();
            Console.WriteLine(what + ": nothing");
        }
        catch (XnatException error)
        {
            Console.WriteLine($"{what}: {error.Code}");
        }
    }
}
