using System;

namespace XnatTools.Import.Query;

/// <summary>Makes the outcome of a row or a study. Reasons carry no identifiers.</summary>
internal static class Outcome
{
    public static ImportItem Of(ImportRow row, long pacsId, ImportOutcome outcome, XnatErrorCode? code, string? reason, DateTimeOffset time) => new()
    {
        Row = row.Row,
        SourceFile = row.SourceFile,
        Outcome = outcome,
        Code = code?.Id,
        Reason = reason,
        PacsId = pacsId,
        StudyInstanceUid = row.StudyInstanceUid,
        AccessionNumber = row.AccessionNumber,
        Subject = row.Subject,
        Session = row.Session,
        Time = time,
    };

    public static ImportItem Of(PacsStudy study, string? project, ImportOutcome outcome, XnatErrorCode? code, string? reason, DateTimeOffset time) => new()
    {
        Row = study.Row,
        SourceFile = study.SourceFile,
        Outcome = outcome,
        Code = code?.Id,
        Reason = reason,
        Project = project,
        PacsId = study.PacsId,
        StudyInstanceUid = study.StudyInstanceUid,
        AccessionNumber = study.AccessionNumber,
        Subject = study.Subject,
        Session = study.Session,
        Modality = study.Modality,
        Time = time,
        Study = study,
        SeriesAsked = study.SeriesInstanceUid.Length > 0 ? study.SeriesInstanceUid.Length : study.Series?.Length,
        SeriesLeftOut = study.ExcludedSeries.Length,
    };
}
