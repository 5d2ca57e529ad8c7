using System;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Tests.Fakes;

/// <summary>One record of the fake queue, with what will become of it.</summary>
internal sealed class FakeRecord(long id, ImportPost post, PacsStudy study, string[] series, DateTimeOffset visible, string? requestId)
{
    public long Id { get; } = id;

    public ImportPost Post { get; } = post;

    public PacsStudy Study { get; } = study;

    public DateTimeOffset Visible { get; } = visible;

    public DateTimeOffset Executed { get; init; }

    public bool Fails { get; init; }

    public int WillArrive { get; init; }

    public int SeriesAsked => series.Length;

    /// <summary>Series in the prearchive.</summary>
    public int Arrived { get; set; }

    /// <summary>True once it left the queue for the history.</summary>
    public bool Left { get; set; }

    public ImportQueueItem InQueue() => Make(Id, false, "QUEUED", null);

    public ImportQueueItem InHistory() => Make(Id + 7000, true, Fails ? "FAILED" : "ISSUED", Executed);

    private ImportQueueItem Make(long number, bool history, string status, DateTimeOffset? executed) => new()
    {
        Id = number,
        IsHistory = history,
        Status = status,
        PacsId = Post.PacsId,
        Project = Post.Project,
        StudyInstanceUid = Study.StudyInstanceUid,
        SeriesInstanceUid = series,
        QueuedTime = Visible,
        ExecutedTime = executed,
        RequestId = requestId,
        Session = history ? null : Study.Session,
    };
}
