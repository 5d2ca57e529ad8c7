using System;

namespace XnatTools.Commands;

/// <summary>Items for what ends before the import library sees it.</summary>
internal static class ImportItems
{
    /// <summary>A study that is left out on purpose, or only planned.</summary>
    internal static ImportItem NotDone(PacsStudy study, string project, ImportOutcome outcome, string reason) => new()
    {
        Row = study.Row,
        SourceFile = study.SourceFile,
        Outcome = outcome,
        Reason = reason,
        Project = project,
        PacsId = study.PacsId,
        StudyInstanceUid = study.StudyInstanceUid,
        AccessionNumber = study.AccessionNumber,
        Subject = study.Subject,
        Session = study.Session,
        Modality = study.Modality,
        Time = DateTimeOffset.Now,
        Study = study,
    };

    /// <summary>A study that an obstacle to the whole import stops.</summary>
    internal static ImportItem Blocked(PacsStudy study, string project, PreflightFinding obstacle) =>
        new(NotDone(study, project, ImportOutcome.Blocked, obstacle.Message)) { Code = obstacle.Code };

    /// <summary>A row of a saved answer that has no study.</summary>
    internal static ImportItem WithoutStudy(ImportRow row, string path) => new()
    {
        Row = row.Row,
        SourceFile = row.SourceFile ?? path,
        Outcome = ImportOutcome.NotFound,
        Code = XnatErrorCode.PacsStudyNotFound.Id,
        Reason = "The saved answer has no study for it.",
        AccessionNumber = row.AccessionNumber,
        Subject = row.Subject,
        Session = row.Session,
        Time = DateTimeOffset.Now,
    };
}
