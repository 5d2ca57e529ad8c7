using System;
using System.Collections.Generic;
using XnatTools.Import.Count;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>What a campaign begins with: studies to import, and lines that ended before.</summary>
public sealed class CampaignPlan
{
    private const int Group = 200;

    /// <summary>Studies to import; each study UID once.</summary>
    public IReadOnlyList<PacsStudy> Ready { get; init; } = [];

    /// <summary>What the PACS has of each study to import, in the same order; empty: as the studies themselves tell.</summary>
    public IReadOnlyList<StudyCount> Counts { get; init; } = [];

    /// <summary>Lines and studies that are not posted: invalid, not found, blocked, asked for by another line ...</summary>
    public IReadOnlyList<ImportItem> Settled { get; init; } = [];

    /// <summary>Writes a new ledger with the plan. Its header's number of lines is counted here.</summary>
    public LedgerFile Write(string path, LedgerHeader header, IKeyProtector keys, TimeProvider? time = null, ILedgerStore? store = null)
    {
        Files files = new();
        List<LedgerEntry> entries = [];
        HashSet<(int, int)> lines = [];
        int loose = 0;
        Dictionary<string, string> keyOf = new(StringComparer.Ordinal);
        void Count(int file, int row)
        {
            if (row > 0)
            {
                lines.Add((file, row));
            }
            else
            {
                loose++;
            }
        }

        for (int i = 0; i < Ready.Count; i++)
        {
            PacsStudy study = Ready[i];
            string key = "s" + (i + 1).ToString("00000", System.Globalization.CultureInfo.InvariantCulture);
            keyOf[study.StudyInstanceUid] = key;
            int file = files.Of(study.SourceFile);
            Count(file, study.Row);
            StudyCount count = i < Counts.Count ? Counts[i] : StudyCount.Of(study);
            entries.Add(LedgerEntries.Plan(key, study.Row, file, ModalityOf(study, count), count, Identify(study, count), study.ExcludedSeries));
        }

        foreach (ImportItem item in Settled)
        {
            int file = files.Of(item.SourceFile);
            Count(file, item.Row);
            string? key = item.Outcome == ImportOutcome.Duplicate && item.StudyInstanceUid is string uid && keyOf.TryGetValue(uid, out string? known) ? known : null;
            entries.Add(LedgerEntries.Line(item.Row, file, item.Outcome, item.Code, item.Reason, key, Identify(item)));
        }

        LedgerFile ledger = LedgerFile.Create(
            path,
            new LedgerHeader
            {
                JobId = header.JobId,
                Site = header.Site,
                PacsId = header.PacsId,
                Project = header.Project,
                Receiver = header.Receiver,
                CsvHash = header.CsvHash,
                Lines = lines.Count + loose,
                Module = header.Module,
                Force = header.Force,
                Settings = header.Settings,
            },
            keys,
            time,
            store);
        try
        {
            for (int i = 0; i < entries.Count; i += Group)
            {
                ledger.Append(entries.GetRange(i, Math.Min(Group, entries.Count - i)));
            }

            ledger.Append(LedgerEntries.Note(LedgerKind.Planned));
            return ledger;
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    private static LedgerIdentifiers Identify(PacsStudy study, StudyCount count)
    {
        List<KeyValuePair<string, string?>> series = [];
        foreach (SeriesCount one in count.Series ?? [])
        {
            series.Add(new KeyValuePair<string, string?>(one.SeriesInstanceUid, one.Description));
        }

        return new LedgerIdentifiers
        {
            StudyInstanceUid = study.StudyInstanceUid,
            AccessionNumber = study.AccessionNumber,
            PatientId = study.PatientId,
            PatientName = study.PatientName,
            PatientBirthDate = study.PatientBirthDate,
            StudyDate = study.StudyDate,
            StudyDescription = study.StudyDescription,
            StudyId = study.StudyId,
            Labels = study.Labels,
            Selected = study.SeriesInstanceUid,
            Series = series,
            SourceFile = study.SourceFile,
            Criteria = study.Criteria,
        };
    }

    private static LedgerIdentifiers Identify(ImportItem item) => item.Study is PacsStudy study
        ? Identify(study, StudyCount.Unknown)
        : new LedgerIdentifiers
        {
            StudyInstanceUid = item.StudyInstanceUid ?? "",
            AccessionNumber = item.AccessionNumber,
            Labels = new RelabelMap { Subject = item.Subject, Session = item.Session },
            SourceFile = item.SourceFile,
        };

    /// <summary>The study's own modalities; else those of its series.</summary>
    private static string[] ModalityOf(PacsStudy study, StudyCount count)
    {
        if (study.Modality.Length > 0 || count.Series is null)
        {
            return study.Modality;
        }

        List<string> found = [];
        foreach (SeriesCount series in count.Series)
        {
            if (series.Modality is string modality && !found.Contains(modality))
            {
                found.Add(modality);
            }
        }

        return [.. found];
    }

    /// <summary>Numbers files, because lines of two files may have one number.</summary>
    private sealed class Files
    {
        private readonly List<string?> _names = [];

        public int Of(string? name)
        {
            int index = _names.IndexOf(name);
            if (index < 0)
            {
                _names.Add(name);
                index = _names.Count - 1;
            }

            return index;
        }
    }
}
