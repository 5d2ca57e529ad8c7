using System;
using System.Globalization;
using XnatTools.Import.Schedule;

namespace XnatTools.Import.Campaign;

/// <summary>Where an import goes and how it is paced.</summary>
public sealed class ImportOptions
{
    /// <summary>The server lists the series of each study within the call, so larger requests time out.</summary>
    public const int MaximumChunkSize = 50;

    private readonly int _chunkSize = 25;

    /// <summary>Number of the PACS in XNAT.</summary>
    public long PacsId { get; init; }

    /// <summary>Project to import into.</summary>
    public string Project { get; init; } = "";

    /// <summary>Receiver as AE or AE:port. Null: the only one that can relabel.</summary>
    public string? Receiver { get; init; }

    /// <summary>Skips the server's own check that the receiver relabels. Identifiers may come through: never by default.</summary>
    public bool Force { get; init; }

    /// <summary>Lets studies without subject or session label through; they keep what the PACS has.</summary>
    public bool AllowUnlabelled { get; init; }

    /// <summary>Imports again what project or prearchive already have.</summary>
    public bool AllowPresent { get; init; }

    /// <summary>Forbids the import when no anonymisation script is in force.</summary>
    public bool RequireAnonymization { get; init; }

    /// <summary>When posting is allowed; null for always.</summary>
    public IImportSchedule? Schedule { get; init; }

    /// <summary>When the higher pace holds; null when the pace is always the same.</summary>
    public IImportSchedule? Night { get; init; }

    /// <summary>Time a study takes by the profile of the PACS, for the forecast; null when it does not say.</summary>
    public TimeSpan? PerStudy { get; init; }

    /// <summary>The server's time zone, which its availability windows mean; null for this computer's.</summary>
    public TimeZoneInfo? ServerZone { get; init; }

    /// <summary>Studies that wait in the server's queue already, under the same label, are followed instead of left out.</summary>
    public bool FollowQueued { get; init; }

    /// <summary>Name of this job; the server keeps it with each record, as job/chunk.</summary>
    public string JobId { get; init; } = NewJobId(TimeProvider.System);

    /// <summary>Studies in one request, 1 to 50. Requests of a single study overtake everyone else's.</summary>
    public int ChunkSize
    {
        get => _chunkSize;
        init => _chunkSize = value is >= 1 and <= MaximumChunkSize
            ? value
            : throw new XnatException(XnatErrorCode.ArgumentInvalid, $"A request holds 1 to {MaximumChunkSize} studies.");
    }

    /// <summary>Nothing is posted while the caller has this many records waiting.</summary>
    public int QueueLimit { get; init; } = 50;

    /// <summary>How often the queue is looked at while waiting for room.</summary>
    public TimeSpan QueuePoll { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a study is asked for that the server leaves out.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Pauses before asking again; the last one repeats.</summary>
    public TimeSpan[] Pauses { get; init; } = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90)];

    /// <summary>After a call whose end is not known the server may still be at work: time between two looks at the queue.</summary>
    public TimeSpan SettlePause { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Looks without a change after which such a call counts as ended.</summary>
    public int SettleReads { get; init; } = 3;

    /// <summary>The clock; replaced in tests.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A name that no other job has.</summary>
    public static string NewJobId(TimeProvider time) =>
        "xt-" + time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N").Substring(0, 6);
}
