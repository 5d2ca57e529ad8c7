using System;
using System.Collections.Generic;

namespace XnatTools.Import.Schedule;

/// <summary>What a forecast is made from.</summary>
public sealed class ForecastInput
{
    /// <summary>Studies that have not left the server's queue yet, posted or not, and those that have to be fetched again.</summary>
    public int Remaining { get; init; }

    /// <summary>Images of those studies, as the PACS counts them; null when not known.</summary>
    public long? RemainingImages { get; init; }

    /// <summary>When studies of this import left the queue, in any order: the PACS had then sent them, or had failed to.</summary>
    public IReadOnlyList<DateTimeOffset> Done { get; init; } = [];

    /// <summary>Images of each of those studies, in the same order; null when not known.</summary>
    public IReadOnlyList<int>? DoneImages { get; init; }

    /// <summary>How many of those came short, so that they are fetched again, or were.</summary>
    public int Again { get; init; }

    /// <summary>When the import was started; null: with the first study posted.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When the first study was posted; null before.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>When it may run.</summary>
    public IImportSchedule Schedule { get; init; } = ImportSchedule.Always;

    /// <summary>When the higher pace holds; null when the pace is always the same.</summary>
    public IImportSchedule? Night { get; init; }

    /// <summary>Time between leaving the queue and lying complete in prearchive or archive.</summary>
    public TimeSpan Tail { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time a study takes by the profile of the PACS; null when it does not say.</summary>
    public TimeSpan? ProfilePerStudy { get; init; }

    /// <summary>Studies the server retrieves at once, before anything was measured.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The moment of the forecast.</summary>
    public DateTimeOffset Now { get; init; }
}
