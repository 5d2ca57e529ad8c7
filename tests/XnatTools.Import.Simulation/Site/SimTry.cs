using System;

namespace XnatTools.Import.Simulation.Site;

/// <summary>One record of the simulated history: one try. Its numbers have nothing to do with those of the queue.</summary>
internal sealed class SimTry(long id, SimRecord record, DateTimeOffset executed)
{
    public long Id { get; } = id;

    public SimRecord Record { get; } = record;

    public DateTimeOffset Executed { get; } = executed;

    public string Status { get; set; } = "ISSUED";

    public string? Message { get; set; }

    public ImportQueueItem InHistory(bool requestIds) => new()
    {
        Id = Id,
        IsHistory = true,
        Status = Status,
        PacsId = Record.Post.PacsId,
        Project = Record.Post.Project,
        StudyInstanceUid = Record.Study.Uid,
        SeriesInstanceUid = [.. Record.Series],
        AccessionNumber = Record.Study.Accession,
        QueuedTime = Record.Queued,
        ExecutedTime = Executed,
        RequestId = requestIds ? Record.Post.RequestId : null,
        ErrorMessage = Message,
    };
}
