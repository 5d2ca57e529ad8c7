using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Import.Simulation.Site;

/// <summary>
/// XNAT with its DQR plugin and a PACS behind it, at the level of the gateways, as events on a driven clock. It lies as it is
/// told to, and its monitor writes down the truth.
/// </summary>
public sealed partial class SimSite : IDqrGateway, ISiteGateway, IPrearchiveGateway
{
    private readonly DrivenClock _clock;
    private readonly SimOptions _options;
    private readonly SimFaults _faults;
    private readonly SimDice _dice;
    private readonly SimStore _store;
    private readonly SimPacs _pacs;
    private readonly SimQueue _queue;

    public SimSite(DrivenClock clock, IReadOnlyList<SimStudy> studies, SimOptions? options = null, SimFaults? faults = null, int seed = 1)
    {
        _clock = clock ?? throw new ArgumentNullException(nameof(clock));
        Studies = studies ?? throw new ArgumentNullException(nameof(studies));
        _options = options ?? new SimOptions();
        _faults = faults ?? new SimFaults();
        _dice = new SimDice(seed);
        _store = new SimStore(clock, _options);
        _pacs = new SimPacs(clock, _options, studies, Monitor);
        _queue = new SimQueue(clock, _options, _faults, _pacs, _store, Monitor, _dice);
    }

    /// <summary>What the PACS has.</summary>
    public IReadOnlyList<SimStudy> Studies { get; }

    public SimMonitor Monitor { get; } = new();

    /// <inheritdoc/>
    public string Site { get; } = "simulated-" + Guid.NewGuid().ToString("N");

    /// <inheritdoc/>
    public DateTimeOffset? ServerTime => new DateTimeOffset(_queue.ServerNow.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    /// <inheritdoc/>
    public string? DqrVersion => "2.4.0";

    /// <summary>Records in the queue now.</summary>
    public int InQueue => _queue.Records.Count;

    /// <summary>Images in the archive, or in the prearchive's sessions, by series UID; empty when the study is nowhere.</summary>
    public IReadOnlyDictionary<string, int> Arrived(string uid)
    {
        SimSession? session = _store.Archive.Find(s => s.Uid == uid) ?? _store.Prearchive.Find(s => s.Uid == uid);
        return session is null || session.Shell ? new Dictionary<string, int>() : session.Images;
    }

    /// <summary>Whether every image of the study is in the archive, or in one ready session of the prearchive.</summary>
    public bool IsComplete(SimStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return _store.IsComplete(study, _options.Project, study.Series.Select(s => s.Uid).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>
    /// Whether the study is complete as far as anyone can know who asks this PACS: one that tells no numbers cannot be held against
    /// what arrived but by series.
    /// </summary>
    public bool LooksComplete(SimStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return IsComplete(study) || (!_options.Counts && _store.HasEachSeries(study, _options.Project));
    }

    /// <summary>Whether the study has an archived session, whatever is in it.</summary>
    public bool IsArchived(string uid) => _store.Archive.Exists(s => s.Uid == uid);

    /// <summary>Restarts the server: it is away for some time, and what was in hand stays PROCESSING for ever.</summary>
    public void Restart(TimeSpan away) => _queue.Restart(away);

    private async Task CallAsync(string name, CancellationToken cancellationToken)
    {
        Monitor.Called(name);
        await Task.Delay(_options.CallTime, _clock, cancellationToken).ConfigureAwait(false);
        if (_clock.GetUtcNow() < _queue.Back)
        {
            throw new XnatException(XnatErrorCode.ConnectionFailed, "The server does not answer.");
        }
    }

    private async Task ReadAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(name, cancellationToken).ConfigureAwait(false);
        if (_dice.Happens(_faults.FailRead))
        {
            throw Lie("500 for a read", XnatErrorCode.ServerError, 500);
        }

        if (_dice.Happens(_faults.CutRead))
        {
            throw Lie("cut read", XnatErrorCode.ConnectionFailed, 0);
        }
    }

    private XnatException Lie(string kind, XnatErrorCode code, int status, bool mayHaveActed = false)
    {
        Monitor.Lied(kind);
        return new XnatException(code, "The simulated server failed.") { Status = status, MayHaveActed = mayHaveActed };
    }
}
