using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Process;
using XnatTools.Import.Simulation.Site;

namespace XnatTools.Import.Simulation.Run;

/// <summary>A campaign against a simulated site, with a ledger in memory; it can be killed, and goes on then.</summary>
public sealed class SimCampaign
{
    private const string Path = "/simulated/campaign.jsonl";

    private readonly SimSite _site;
    private readonly DrivenClock _clock;
    private readonly CampaignOptions _options;
    private readonly MemoryLedgerStore _disk;
    private readonly PlainKeys _keys = new();

    public SimCampaign(SimSite site, DrivenClock clock, CampaignOptions options, int seed = 1)
    {
        _site = site ?? throw new ArgumentNullException(nameof(site));
        _clock = clock ?? throw new ArgumentNullException(nameof(clock));
        _options = options ?? throw new ArgumentNullException(nameof(options));
        _disk = new MemoryLedgerStore(seed);
    }

    /// <summary>The policy of the site; null: nobody looks at it.</summary>
    public SimPolicy? Policy { get; init; }

    /// <summary>Why the last run ended.</summary>
    public CampaignEnd? Ended { get; private set; }

    /// <summary>The items of the last run, as far as it came.</summary>
    public IReadOnlyList<ImportItem> Items { get; private set; } = [];

    /// <summary>What the ledger says.</summary>
    public LedgerState State => LedgerReader.Load(Path, _keys, _disk);

    /// <summary>The ledger's bytes; an older or shorter one may be put in its place.</summary>
    public ReadOnlyMemory<byte> Ledger
    {
        get => _disk.Content(Path);
        set => _disk.Replace(Path, value.Span);
    }

    /// <summary>Asks the running campaign to stop, as another process would.</summary>
    public void AskStop() => _disk.AskStop(Path, stop: true);

    /// <summary>Writes the ledger.</summary>
    public void Plan(IReadOnlyList<PacsStudy> studies, IReadOnlyList<ImportItem>? settled = null) =>
        new CampaignPlan { Ready = studies, Settled = settled ?? [] }
            .Write(Path, new LedgerHeader { JobId = "sim", Site = _site.Site, PacsId = 1, Project = "DEMO", Receiver = "XNAT:8104" }, _keys, _clock, _disk)
            .Dispose();

    /// <summary>Runs, or goes on, to the end; the items as they were handed out.</summary>
    public Task<List<ImportItem>> RunAsync(IProgress<CampaignProgress>? progress = null, CancellationToken cancellationToken = default) => RunAsync(_options, progress, cancellationToken);

    /// <summary>The same with other options.</summary>
    public Task<List<ImportItem>> RunAsync(CampaignOptions options, IProgress<CampaignProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunAsync(_site, options, progress, cancellationToken);

    /// <summary>A person signs the sample off.</summary>
    public void Approve(CampaignOptions options)
    {
        using LedgerFile ledger = LedgerFile.Open(Path, _keys, _clock, _disk);
        new ImportCampaign(CampaignSite.Of(_site), ledger, options, _disk).Approve();
    }

    /// <summary>Runs in a process that dies at a step of its own; null when it died.</summary>
    public async Task<List<ImportItem>?> RunMortalAsync(KillSwitch life)
    {
        ArgumentNullException.ThrowIfNull(life);
        _disk.Switch = life;
        Task<List<ImportItem>> run = RunAsync(MortalGateway.Over(_site, life, "#" + Guid.NewGuid().ToString("N")), _options, null, CancellationToken.None);
        if (await Task.WhenAny(run, life.Dead).ConfigureAwait(false) == run && !life.IsDead)
        {
            return await run.ConfigureAwait(false);
        }

        _ = run.ContinueWith(static dead => dead.Exception, TaskScheduler.Default);
        _disk.Bury();
        return null;
    }

    /// <summary>Runs, killed at a step drawn anew each time, until it comes through; the items of the last run.</summary>
    public async Task<List<ImportItem>> RunThroughKillsAsync(Random random, int kills, int steps, ICollection<string>? diedAt = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        for (int i = 0; i < kills; i++)
        {
            KillSwitch life = new(random.Next(1, steps + 1));
            if (await RunMortalAsync(life).ConfigureAwait(false) is List<ImportItem> items)
            {
                return items;
            }

            diedAt?.Add(life.DiedAt!);
            await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 600)), _clock).ConfigureAwait(false);
        }

        return await RunAsync().ConfigureAwait(false);
    }

    private async Task<List<ImportItem>> RunAsync<T>(T gateway, CampaignOptions options, IProgress<CampaignProgress>? progress, CancellationToken cancellationToken)
        where T : IDqrGateway, IPrearchiveGateway, ICampaignGateway
    {
        using LedgerFile ledger = LedgerFile.Open(Path, _keys, _clock, _disk);
        ImportCampaign campaign = new(new CampaignSite(gateway, gateway, gateway) { Policy = Policy }, ledger, options, _disk);
        List<ImportItem> items = [];
        try
        {
            await foreach (ImportItem item in campaign.RunAsync(progress, cancellationToken).ConfigureAwait(false))
            {
                items.Add(item);
            }
        }
        finally
        {
            Ended = campaign.Ended;
            Items = items;
        }

        return items;
    }

    /// <summary>Protection that costs no time.</summary>
    private sealed class PlainKeys : IKeyProtector
    {
        public string Name => "none";

        public byte[] Wrap(byte[] key) => key;

        public byte[]? Unwrap(byte[] wrapped) => wrapped;
    }
}
