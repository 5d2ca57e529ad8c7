using System;
using System.Collections.Generic;
using XnatTools.Import.Count;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>Studies and items out of a ledger.</summary>
public static class CampaignItems
{
    /// <summary>The item of a study as of now; without identifiers when this user cannot read them.</summary>
    public static ImportItem Of(LedgerStudy study, LedgerHeader header)
    {
        if (study is null || header is null)
        {
            throw new ArgumentNullException(study is null ? nameof(study) : nameof(header));
        }

        PacsStudy? pacs = study.Identifiers is null ? null : StudyOf(study, header.PacsId);
        return new ImportItem
        {
            Row = study.Rows.Count > 0 ? study.Rows[0] : 0,
            SourceFile = pacs?.SourceFile,
            Outcome = study.Outcome,
            Code = study.Code,
            Reason = study.Reason,
            Project = header.Project,
            PacsId = header.PacsId,
            StudyInstanceUid = pacs?.StudyInstanceUid,
            AccessionNumber = pacs?.AccessionNumber,
            Subject = pacs?.Subject,
            Session = pacs?.Session,
            Modality = study.Modality,
            RequestId = study.RequestId,
            QueueId = study.InFlight ? study.QueueId : null,
            QueuedTime = study.QueuedTime,
            SeriesAsked = study.Expected.SeriesTotal,
            SeriesLeftOut = study.LeftOut.Count,
            SeriesFound = study.SeriesFound,
            InstancesFound = study.InstancesFound,
            PrearchiveUrl = study.PrearchiveUrl,
            SessionId = study.SessionId,
            Time = study.Changed,
            Study = pacs,
        };
    }

    /// <summary>The item of a line that ended without a study of its own.</summary>
    public static ImportItem Of(LedgerLine line, LedgerHeader header)
    {
        if (line is null || header is null)
        {
            throw new ArgumentNullException(line is null ? nameof(line) : nameof(header));
        }

        LedgerIdentifiers? known = line.Identifiers;
        return new ImportItem
        {
            Row = line.Row,
            SourceFile = known?.SourceFile,
            Outcome = line.Outcome,
            Code = line.Code,
            Reason = line.Reason,
            Project = header.Project,
            PacsId = header.PacsId,
            StudyInstanceUid = string.IsNullOrEmpty(known?.StudyInstanceUid) ? known?.Criteria?.StudyInstanceUid : known!.StudyInstanceUid,
            AccessionNumber = known?.AccessionNumber,
            Subject = known?.Labels.Subject,
            Session = known?.Labels.Session,
            Time = header.Started,
        };
    }

    /// <summary>The study as the plan had it; its identifiers must be readable.</summary>
    public static PacsStudy StudyOf(LedgerStudy study, long pacsId)
    {
        LedgerIdentifiers known = study?.Identifiers ?? throw new ArgumentNullException(nameof(study));
        List<PacsSeries>? series = null;
        if (study.Expected.Series is IReadOnlyList<SeriesCount> counts)
        {
            series = new List<PacsSeries>(counts.Count);
            foreach (SeriesCount one in counts)
            {
                series.Add(new PacsSeries
                {
                    StudyInstanceUid = known.StudyInstanceUid,
                    SeriesInstanceUid = one.SeriesInstanceUid,
                    SeriesNumber = one.Number,
                    Modality = one.Modality,
                    SeriesDescription = one.Description,
                    InstanceCount = one.Instances,
                    PacsId = pacsId,
                });
            }
        }

        return new PacsStudy
        {
            Criteria = known.Criteria,
            Row = study.Rows.Count > 0 ? study.Rows[0] : 0,
            SourceFile = known.SourceFile,
            PacsId = pacsId,
            StudyInstanceUid = known.StudyInstanceUid,
            StudyId = known.StudyId,
            StudyDescription = known.StudyDescription,
            AccessionNumber = known.AccessionNumber,
            StudyDate = known.StudyDate,
            Modality = study.Modality,
            PatientId = known.PatientId,
            PatientName = known.PatientName,
            PatientBirthDate = known.PatientBirthDate,
            InstanceCount = study.Expected.StudyInstances,
            SeriesCount = series?.Count,
            Series = series?.ToArray(),
            SeriesInstanceUid = known.Selected,
            Labels = known.Labels,
        };
    }
}
