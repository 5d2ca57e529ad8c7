using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Import.Schedule;

namespace XnatTools.Import.Campaign;

/// <summary>
/// What a user chose for a campaign. It stands in the ledger, so that a resumed campaign keeps its windows and pace without being
/// told again.
/// </summary>
public sealed record CampaignSettings
{
    /// <summary>Whoever looks more often than once a minute also wants the end sooner.</summary>
    private const int LooksOfRest = 7;

    /// <summary>Windows as texts; empty for always.</summary>
    public IReadOnlyList<string> Windows { get; init; } = [];

    /// <summary>Windows in which the higher pace holds, as texts; empty: 19:00-07:00 and weekends.</summary>
    public IReadOnlyList<string> NightWindows { get; init; } = [];

    /// <summary>Id of the time zone of the windows; null for this computer's.</summary>
    public string? TimeZone { get; init; }

    public int? StudiesInFlight { get; init; }

    public int? StudiesInFlightAtNight { get; init; }

    public int? ImagesInFlight { get; init; }

    public int? ImagesInFlightAtNight { get; init; }

    public int? ChunkSize { get; init; }

    public int? RetryCount { get; init; }

    public int Sample { get; init; }

    public bool Canary { get; init; }

    public bool Priority { get; init; }

    public bool AwaitArchive { get; init; }

    /// <summary>The load is learned anew. For one run; it does not stand in the ledger.</summary>
    public bool ForgetPace { get; init; }

    /// <summary>The direct route; null when all go through XNAT's importer.</summary>
    public DirectSettings? Direct { get; init; }

    /// <summary>As texts, for the ledger.</summary>
    public IReadOnlyDictionary<string, string> ToTexts()
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        Add(texts, "windows", Windows.Count > 0 ? string.Join(";", Windows) : null);
        Add(texts, "night", NightWindows.Count > 0 ? string.Join(";", NightWindows) : null);
        Add(texts, "zone", TimeZone);
        Add(texts, "studies", StudiesInFlight);
        Add(texts, "studiesAtNight", StudiesInFlightAtNight);
        Add(texts, "images", ImagesInFlight);
        Add(texts, "imagesAtNight", ImagesInFlightAtNight);
        Add(texts, "chunk", ChunkSize);
        Add(texts, "retries", RetryCount);
        Add(texts, "sample", Sample > 0 ? Sample : null);
        Add(texts, "canary", Canary ? 1 : null);
        Add(texts, "priority", Priority ? 1 : null);
        Add(texts, "awaitArchive", AwaitArchive ? 1 : null);
        Direct?.AddTo(texts);
        return texts;
    }

    /// <summary>From the texts of a ledger.</summary>
    public static CampaignSettings Of(IReadOnlyDictionary<string, string> texts)
    {
        if (texts is null)
        {
            throw new ArgumentNullException(nameof(texts));
        }

        return new CampaignSettings
        {
            Windows = List(texts, "windows"),
            NightWindows = List(texts, "night"),
            TimeZone = texts.TryGetValue("zone", out string? zone) ? zone : null,
            StudiesInFlight = Number(texts, "studies"),
            StudiesInFlightAtNight = Number(texts, "studiesAtNight"),
            ImagesInFlight = Number(texts, "images"),
            ImagesInFlightAtNight = Number(texts, "imagesAtNight"),
            ChunkSize = Number(texts, "chunk"),
            RetryCount = Number(texts, "retries"),
            Sample = Number(texts, "sample") ?? 0,
            Canary = Number(texts, "canary") == 1,
            Priority = Number(texts, "priority") == 1,
            AwaitArchive = Number(texts, "awaitArchive") == 1,
            Direct = DirectSettings.Of(texts),
        };
    }

    /// <summary>Options for a run.</summary>
    /// <param name="follow">To the end; else only until all are posted, with few and short retries.</param>
    /// <param name="policy">Fingerprint of the policy in force.</param>
    /// <param name="look">Time between two looks while nothing changes; null for the default.</param>
    /// <param name="timeout">Time after which it stops following; null for none.</param>
    public CampaignOptions ToOptions(bool follow, string policy, TimeSpan? look = null, TimeSpan? timeout = null)
    {
        CampaignOptions usual = new();
        TimeZoneInfo zone = TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        TimeSpan idle = look ?? usual.IdleInterval;
        int queue = usual.QueueLimit;
        return new CampaignOptions
        {
            Schedule = Windows.Count > 0 ? ImportSchedule.Parse(Windows, false, zone) : ImportSchedule.Always,
            Night = NightWindows.Count > 0 ? ImportSchedule.Parse(NightWindows, false, zone) : ImportSchedule.Night(zone),
            MaxStudiesInFlight = StudiesInFlight ?? (follow ? usual.MaxStudiesInFlight : queue),
            MaxStudiesInFlightAtNight = StudiesInFlightAtNight ?? StudiesInFlight ?? (follow ? usual.MaxStudiesInFlightAtNight : queue),
            MaxImagesInFlight = ImagesInFlight ?? (follow ? usual.MaxImagesInFlight : int.MaxValue / 2),
            MaxImagesInFlightAtNight = ImagesInFlightAtNight ?? ImagesInFlight ?? (follow ? usual.MaxImagesInFlightAtNight : int.MaxValue / 2),
            MaxRequestSize = ChunkSize ?? usual.MaxRequestSize,
            RequestSize = Math.Min(usual.RequestSize, ChunkSize ?? usual.RequestSize),
            Priority = Priority || ChunkSize == 1,
            RetryCount = RetryCount ?? (follow ? usual.RetryCount : 4),
            RetryPause = follow ? usual.RetryPause : TimeSpan.FromSeconds(10),
            LongestRetryPause = follow ? usual.LongestRetryPause : TimeSpan.FromSeconds(90),
            Canary = Canary && follow,
            Sample = follow ? Sample : 0,
            AwaitArchive = AwaitArchive,
            ForgetPace = ForgetPace,
            Policy = policy,
            Follow = follow,
            PolicyInterval = Least(usual.PolicyInterval, TimeSpan.FromTicks(idle.Ticks * LooksOfRest)),
            IdleInterval = idle,
            LookInterval = idle < usual.LookInterval ? idle : usual.LookInterval,
            CountInterval = idle < usual.CountInterval ? idle : usual.CountInterval,
            RestTime = Least(usual.RestTime, TimeSpan.FromTicks(idle.Ticks * LooksOfRest)),
            Timeout = timeout,
        };
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static void Add(Dictionary<string, string> texts, string name, string? value)
    {
        if (value is not null)
        {
            texts.Add(name, value);
        }
    }

    private static void Add(Dictionary<string, string> texts, string name, int? value) => Add(texts, name, value?.ToString(CultureInfo.InvariantCulture));

    private static string[] List(IReadOnlyDictionary<string, string> texts, string name) => texts.TryGetValue(name, out string? text) ? text.Split(';') : [];

    private static int? Number(IReadOnlyDictionary<string, string> texts, string name) =>
        texts.TryGetValue(name, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
