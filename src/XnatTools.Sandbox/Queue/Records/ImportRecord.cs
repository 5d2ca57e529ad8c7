using System;
using System.Collections.Generic;

namespace XnatTools.Sandbox.Queue;

/// <summary>What queue and history records have in common.</summary>
internal abstract class ImportRecord
{
    public long Id { get; set; }

    public string Username { get; set; } = string.Empty;

    public long PacsId { get; set; }

    public string? XnatProject { get; set; }

    public string StudyInstanceUid { get; set; } = string.Empty;

    public IReadOnlyList<string> SeriesIds { get; set; } = [];

    /// <summary><c>AE:port</c>, or <c>AE</c> alone when the request gave no port.</summary>
    public string DestinationAeTitle { get; set; } = string.Empty;

    public string Status { get; set; } = QueueStatus.Queued;

    public DateTimeOffset QueuedTime { get; set; }

    /// <summary><c>yyyyMMdd</c>, of the first series.</summary>
    public string? StudyDate { get; set; }

    public string? StudyId { get; set; }

    public string? AccessionNumber { get; set; }

    public string? PatientName { get; set; }

    public string? RequestId { get; set; }

    public string? ErrorMessage { get; set; }
}
