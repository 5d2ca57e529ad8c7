using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Process;

namespace XnatTools.Import.Worker;

/// <summary>
/// A process that runs, or goes on with, a campaign against a sandbox, and stands still at a step of its own so that it can be
/// killed there: URL, ledger, list of studies, speed of time, kind of step and which one of that kind.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args.Length < 4)
        {
            await Console.Error.WriteLineAsync("usage: URL LEDGER STUDIES SPEED [STEP OCCURRENCE]").ConfigureAwait(false);
            return 2;
        }

        HaltSwitch life = new(args.Length > 5 ? args[4] : null, args.Length > 5 ? int.Parse(args[5], CultureInfo.InvariantCulture) : 0, Console.Out);
        XnatClientOptions options = new() { Uri = new Uri(args[0]), Credential = XnatCredential.Basic("imaging", "imaging"), AllowInsecure = true, UseProxy = false };
        using XnatClient client = await XnatClient.ConnectAsync(options, default).ConfigureAwait(false);
        MortalGateway gateway = MortalGateway.Over(new XnatGateway(client), life);
        ScaledClock clock = new(double.Parse(args[3], CultureInfo.InvariantCulture));
        IKeyProtector keys = UserKeys.For(args[1] + ".key");
        StepStore store = new(life);
        Remove(args[1], store);
        if (!store.Exists(args[1]))
        {
            await PlanAsync(gateway, args[1], args[2], keys, clock, store).ConfigureAwait(false);
        }

        using LedgerFile ledger = LedgerFile.Open(args[1], keys, clock, store);
        ImportCampaign campaign = new(CampaignSite.Of(gateway), ledger, new CampaignOptions { Time = clock, MaxStudiesInFlight = 10 }, store);
        int items = 0;
        await foreach (ImportItem item in campaign.RunAsync().ConfigureAwait(false))
        {
            items++;
        }

        await Console.Out.WriteLineAsync($"DONE {items} {campaign.Ended}").ConfigureAwait(false);
        await Console.Out.WriteLineAsync("STEPS " + string.Join(',', life.Steps.Select(s => s.Key + "=" + s.Value.ToString(CultureInfo.InvariantCulture)))).ConfigureAwait(false);
        return campaign.Ended == CampaignEnd.Done ? 0 : 1;
    }

    /// <summary>Deletes a ledger that broke off while it was planned, as its message says; nothing was posted on its account.</summary>
    private static void Remove(string path, StepStore store)
    {
        if (!store.Exists(path))
        {
            return;
        }

        bool planned;
        try
        {
            planned = LedgerReader.Load(path).IsPlanned;
        }
        catch (XnatException fault) when (fault.Code == XnatErrorCode.LedgerUnusable || fault.Code == XnatErrorCode.LedgerBroken)
        {
            planned = false;
        }

        if (!planned)
        {
            File.Delete(path);
        }
    }

    private static async Task PlanAsync(MortalGateway gateway, string path, string list, IKeyProtector keys, TimeProvider clock, StepStore store)
    {
        List<PacsStudy> studies = [];
        string[][] lines = [.. (await File.ReadAllLinesAsync(list).ConfigureAwait(false)).Select(l => l.Split(';'))];
        for (int start = 0; start < lines.Length; start += 20)
        {
            string[][] group = [.. lines.Skip(start).Take(20)];
            IReadOnlyDictionary<string, PacsSeries[]> series = await gateway.QuerySeriesAsync(1, [.. group.Select(g => g[0])], default).ConfigureAwait(false);
            for (int i = 0; i < group.Length; i++)
            {
                studies.Add(new PacsStudy
                {
                    Row = start + i + 2,
                    SourceFile = "cohort.csv",
                    PacsId = 1,
                    StudyInstanceUid = group[i][0],
                    AccessionNumber = group[i][1],
                    Modality = ["MR"],
                    Labels = new RelabelMap().With("S" + group[i][2], "E" + group[i][2]),
                }.WithSeries(series[group[i][0]]));
            }
        }

        XnatReceiver receiver = (await gateway.ReceiversAsync(default).ConfigureAwait(false))![0];
        new CampaignPlan { Ready = studies }
            .Write(path, new LedgerHeader { JobId = "kill", Site = gateway.Site, PacsId = 1, Project = "DEMO", Receiver = receiver.ToString() }, keys, clock, store)
            .Dispose();
    }
}
