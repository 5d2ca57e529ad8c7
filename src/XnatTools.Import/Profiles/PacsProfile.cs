using System;
using System.Collections.Generic;
using XnatTools.Import.Nodes;
using XnatTools.Import.Schedule;

namespace XnatTools.Import.Profiles;

/// <summary>The ways of one PACS: which keys are valid, where its studies are received, how fast and when.</summary>
public sealed class PacsProfile
{
    /// <summary>The PACS by its name, AE title or number in XNAT.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it may be asked by. Empty: anything.</summary>
    public IReadOnlyList<ProfileKey> Keys { get; init; } = [];

    /// <summary>Why only those, for whoever's CSV file is refused.</summary>
    public string? Because { get; init; }

    /// <summary>Modalities it holds, upper case. Empty: any.</summary>
    public IReadOnlyList<string> Modalities { get; init; } = [];

    /// <summary>XNAT's receiver for its studies, as AE or AE:port.</summary>
    public string? Receiver { get; init; }

    /// <summary>Forbids imports into projects without an anonymisation script in force.</summary>
    public bool RequireAnonymization { get; init; }

    /// <summary>Pace outside the night.</summary>
    public ProfilePace Day { get; init; } = new();

    /// <summary>Pace in the night.</summary>
    public ProfilePace Night { get; init; } = new();

    /// <summary>What counts as night. Empty: 19:00-07:00 and the weekend.</summary>
    public IReadOnlyList<ImportWindow> NightWindows { get; init; } = [];

    /// <summary>When studies may be asked for. Empty: always.</summary>
    public IReadOnlyList<ImportWindow> Windows { get; init; } = [];

    /// <summary>Whose clock the windows mean, by name; null for this computer's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Time a study takes, for forecasts before anything was measured.</summary>
    public TimeSpan? PerStudy { get; init; }

    /// <summary>Modalities that take the direct route with -Route Auto. Null: MR, when a node is known.</summary>
    public IReadOnlyList<string>? DirectModalities { get; init; }

    /// <summary>The PACS itself for the direct route; null when it is not known.</summary>
    public NodeProfile? Node { get; init; }

    /// <summary>Whether it speaks of that PACS.</summary>
    public bool Matches(XnatPacs pacs)
    {
        if (pacs is null)
        {
            throw new ArgumentNullException(nameof(pacs));
        }

        return string.Equals(Name, pacs.Name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(Name, pacs.AETitle, StringComparison.OrdinalIgnoreCase)
            || string.Equals(Name, pacs.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>The zone of its windows.</summary>
    /// <param name="local">This computer's zone.</param>
    public TimeZoneInfo ZoneOr(TimeZoneInfo local) => TimeZone is null ? local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>Its windows as a schedule.</summary>
    public ImportSchedule ToSchedule(TimeZoneInfo local) => Windows.Count == 0 ? ImportSchedule.Always : new ImportSchedule(Windows, ZoneOr(local));

    /// <summary>Its nights as a schedule.</summary>
    public ImportSchedule ToNight(TimeZoneInfo local) => NightWindows.Count == 0 ? ImportSchedule.Night(ZoneOr(local)) : new ImportSchedule(NightWindows, ZoneOr(local));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
