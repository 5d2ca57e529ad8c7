using System;

namespace XnatTools;

/// <summary>One CSV line and study with its one outcome.</summary>
public sealed class ImportItem
{
    public ImportItem()
    {
    }

    internal ImportItem(ImportItem other)
    {
        Row = other.Row;
        SourceFile = other.SourceFile;
        Outcome = other.Outcome;
        Code = other.Code;
        Reason = other.Reason;
        Project = other.Project;
        PacsId = other.PacsId;
        StudyInstanceUid = other.StudyInstanceUid;
        AccessionNumber = other.AccessionNumber;
        Subject = other.Subject;
        Session = other.Session;
        Modality = other.Modality;
        RequestId = other.RequestId;
        QueueId = other.QueueId;
        QueuedTime = other.QueuedTime;
        SeriesAsked = other.SeriesAsked;
        SeriesLeftOut = other.SeriesLeftOut;
        SeriesFound = other.SeriesFound;
        InstancesFound = other.InstancesFound;
        PrearchiveUrl = other.PrearchiveUrl;
        SessionId = other.SessionId;
        Time = other.Time;
        Study = other.Study;
    }

    /// <summary>Line of the CSV file; 0 when there was none.</summary>
    public int Row { get; internal init; }

    public string? SourceFile { get; internal init; }

    public ImportOutcome Outcome { get; internal init; }

    /// <summary>Error code when the outcome is not a success, such as PacsStudyNotFound.</summary>
    public string? Code { get; internal init; }

    /// <summary>Why, in a sentence without identifiers.</summary>
    public string? Reason { get; internal init; }

    public string? Project { get; internal init; }

    public long PacsId { get; internal init; }

    public string? StudyInstanceUid { get; internal init; }

    /// <summary>(0008,0050) as the PACS has it, or as the row asked.</summary>
    public string? AccessionNumber { get; internal init; }

    public string? Subject { get; internal init; }

    public string? Session { get; internal init; }

    public string[] Modality { get; internal init; } = [];

    /// <summary>The id we gave the request at the server.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>Its number in the server's queue; the history counts separately.</summary>
    public long? QueueId { get; internal init; }

    /// <summary>When the server queued it, by its own clock.</summary>
    public DateTimeOffset? QueuedTime { get; internal init; }

    /// <summary>How many series the server said it will retrieve.</summary>
    public int? SeriesAsked { get; internal init; }

    /// <summary>How many series were left out by choice, such as dose reports: they are not expected to arrive.</summary>
    public int SeriesLeftOut { get; internal init; }

    /// <summary>How many series arrived.</summary>
    public int? SeriesFound { get; internal init; }

    /// <summary>How many files arrived.</summary>
    public int? InstancesFound { get; internal init; }

    /// <summary>Where it lies in the prearchive.</summary>
    public string? PrearchiveUrl { get; internal init; }

    /// <summary>XNAT's id of the archived session.</summary>
    public string? SessionId { get; internal init; }

    /// <summary>When the outcome was seen.</summary>
    public DateTimeOffset Time { get; internal init; }

    /// <summary>The study as it was asked to be imported.</summary>
    public PacsStudy? Study { get; internal init; }

    /// <summary>True for outcomes that need nobody's attention.</summary>
    public bool IsSuccess => Outcome is ImportOutcome.InPrearchive or ImportOutcome.Archived or ImportOutcome.AlreadyPresent or ImportOutcome.Duplicate
        or ImportOutcome.Queued or ImportOutcome.Retrieving or ImportOutcome.Arriving;

    /// <summary>A safe label: row number, or the end of the UID. The session label may be the patient's own.</summary>
    public override string ToString()
    {
        string uid = StudyInstanceUid ?? "";
        return Row > 0 ? $"row {Row}: {Outcome}" : $"study ...{uid.Substring(System.Math.Max(0, uid.Length - 8))}: {Outcome}";
    }
}
