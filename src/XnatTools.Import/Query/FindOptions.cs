using System;

namespace XnatTools.Import.Query;

/// <summary>How rows are asked for.</summary>
public sealed class FindOptions
{
    /// <summary>The server refuses above 1000 rows, and times out near 200.</summary>
    public const int MaximumChunkSize = 199;

    /// <summary>The server cuts an answer off here without saying so.</summary>
    public const int AnswerCap = 500;

    private readonly int _chunkSize = 100;

    /// <summary>Rows in one call.</summary>
    public int ChunkSize
    {
        get => _chunkSize;
        init => _chunkSize = value is >= 1 and <= MaximumChunkSize
            ? value
            : throw new XnatException(XnatErrorCode.ArgumentInvalid, $"A chunk holds 1 to {MaximumChunkSize} rows.");
    }

    /// <summary>More studies than this for one row make it Ambiguous. Null: as many as there are.</summary>
    public int? MaximumStudies { get; init; } = 1;

    /// <summary>Lets * and ? in criteria through, for searches by hand. Never for files.</summary>
    public bool AllowWildcards { get; init; }

    /// <summary>How often a row that was dropped, or failed, is asked again by itself.</summary>
    public int RowAttempts { get; init; } = 2;

    /// <summary>Pauses between echoes to a PACS that does not answer; after the last one its rows fail.</summary>
    public TimeSpan[] PacsPauses { get; init; } = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(45)];

    /// <summary>The clock; replaced in tests.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
