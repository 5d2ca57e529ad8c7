using System;
using System.Collections.Generic;
using XnatTools.Import.Gateway;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Import.Simulation.Site;

/// <summary>One record of the simulated queue.</summary>
internal sealed class SimRecord(long id, ImportPost post, PacsStudy asked, SimStudy study, string[] series, DateTimeOffset queued)
{
    public long Id { get; } = id;

    public ImportPost Post { get; } = post;

    /// <summary>The study as it was asked for, with its labels.</summary>
    public PacsStudy Asked { get; } = asked;

    public SimStudy Study { get; } = study;

    public IReadOnlyList<string> Series => series;

    public DateTimeOffset Queued { get; } = queued;

    public bool Processing { get; set; }

    public int? Retries { get; set; }

    /// <summary>Left the queue: done, given up or deleted.</summary>
    public bool Gone { get; set; }

    public int Priority => Post.Studies.Count == 1 ? 1 : 10;

    public ImportQueueItem InQueue(bool requestIds) => new()
    {
        Id = Id,
        Status = Processing ? "PROCESSING" : "QUEUED",
        PacsId = Post.PacsId,
        Project = Post.Project,
        StudyInstanceUid = Study.Uid,
        SeriesInstanceUid = series,
        AccessionNumber = Study.Accession,
        PatientId = Study.PatientId,
        Priority = Priority,
        Retries = Retries,
        QueuedTime = Queued,
        Destination = Post.ReceiverAETitle + ":" + Post.ReceiverPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
        RequestId = requestIds ? Post.RequestId : null,
    };
}
