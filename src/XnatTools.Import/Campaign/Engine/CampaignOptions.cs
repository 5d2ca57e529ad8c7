using System;
using XnatTools.Import.Schedule;

namespace XnatTools.Import.Campaign;

/// <summary>How a campaign is paced, how long it is patient, and when it stops by itself. What it is about stands in its ledger.</summary>
public sealed class CampaignOptions
{
    /// <summary>
    /// Studies in the server's queue at a time, by day: one that runs, one that waits behind it, and room for a request of two. A
    /// worker that finds nothing goes to sleep until the server's next tick, so one has to wait even when a call goes wrong.
    /// </summary>
    public int MaxStudiesInFlight { get; init; } = 4;

    /// <summary>The same by night and at weekends.</summary>
    public int MaxStudiesInFlightAtNight { get; init; } = 8;

    /// <summary>Images, as the PACS counts them, in the queue at a time, by day. A single larger study goes alone.</summary>
    public int MaxImagesInFlight { get; init; } = 6000;

    /// <summary>The same by night and at weekends.</summary>
    public int MaxImagesInFlightAtNight { get; init; } = 24000;

    /// <summary>When the higher pace holds; null: always the lower one.</summary>
    public IImportSchedule? Night { get; init; }

    /// <summary>When posting is allowed; what was posted before drains.</summary>
    public IImportSchedule Schedule { get; init; } = ImportSchedule.Always;

    /// <summary>Fewest studies in a request: the server lets requests of one study overtake everybody else's.</summary>
    public int RequestSize { get; init; } = 2;

    /// <summary>Most studies in a request: the server lists the series of each within the call.</summary>
    public int MaxRequestSize { get; init; } = 25;

    /// <summary>Posts single studies, which overtake others' requests.</summary>
    public bool Priority { get; init; }

    /// <summary>Nothing is posted while the user has this many records in the queue, those of other jobs included.</summary>
    public int QueueLimit { get; init; } = 50;

    /// <summary>Forgets what earlier runs learned of the load that the PACS bears.</summary>
    public bool ForgetPace { get; init; }

    /// <summary>How often a study is tried.</summary>
    public int RetryCount { get; init; } = 50;

    /// <summary>
    /// Pause of a study that failed, doubled with each failure up to <see cref="LongestRetryPause"/>; a quarter of it for one that the
    /// server did not take.
    /// </summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan LongestRetryPause { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often missing series are fetched again.</summary>
    public int RefetchCount { get; init; } = 2;

    /// <summary>The first study goes alone, and its header is read before others follow.</summary>
    public bool Canary { get; init; }

    /// <summary>Studies of each modality after which it stops for a person's sign-off; 0 for none.</summary>
    public int Sample { get; init; }

    /// <summary>Names the policy in force (receiver, anonymisation scripts) when the run begins: another one voids a sign-off and asks for a new canary. Empty: not known.</summary>
    public string Policy { get; init; } = "";

    /// <summary>How old the last look at the policy may be when something is posted, or under way.</summary>
    public TimeSpan PolicyInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Follows each study to prearchive or archive; else it ends when all are posted.</summary>
    public bool Follow { get; init; } = true;

    /// <summary>The project archives what is complete by itself: a study counts as done only when it was counted in the archive.</summary>
    public bool AwaitArchive { get; init; }

    /// <summary>Time after which it stops following; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Troubles in a row that stop posting for a while.</summary>
    public int BreakerThreshold { get; init; } = 3;

    /// <summary>First pause of the breaker, doubled up to <see cref="LongestPause"/>, with up to a fifth of jitter.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Time between two looks at the number of records, so that a free place is filled soon.</summary>
    public TimeSpan CountInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Least time between two looks at everything.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time between two looks at everything while nothing changes.</summary>
    public TimeSpan IdleInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long less than was asked for is given before it counts as incomplete: XNAT builds a session after five idle minutes,
    /// and late images put it back to receiving.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(7);

    /// <summary>
    /// How long a session that is built has to stay as it is before it is taken for whole, where the PACS told no numbers of images:
    /// then only rest can say that nothing more comes.
    /// </summary>
    public TimeSpan RestTime { get; init; } = TimeSpan.FromMinutes(7);

    /// <summary>How long the server may go on with a request whose answer was lost, before what it does not hold is posted again.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A record that is being processed for so long while nothing arrives was left behind by a restart.</summary>
    public TimeSpan StuckTime { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>While records wait and nothing moves for so long, the PACS is asked for an echo; if it gives none, they are taken back.</summary>
    public TimeSpan StandstillTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the server may be away before the campaign stops itself.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromHours(4);

    /// <summary>The clock; replaced in tests.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Jitter, between 0 and 1; replaced in tests.</summary>
    public Func<double> Jitter { get; init; } = new Random().NextDouble;
}
