using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using XnatTools.Import.Csv;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Report;

/// <summary>The tables of a report as CSV.</summary>
public static class ReportTables
{
    private static readonly string[] s_status = ["Row", "Outcome", "State", "Code", "Reason", "Project", "Subject", "Session", "Modality", "Attempts", "SeriesExpected", "SeriesFound", "InstancesExpected", "InstancesFound", "Missing", "LeftOut", "Planned", "Posted", "LeftQueue", "Finished", "SessionId", "RequestId"];
    private static readonly string[] s_trace = ["Row", "AccessionNumber", "PatientId", "StudyDate", "StudyDescription", "Modality", "Project", "Subject", "Session", "SessionId", "Outcome", "StudyInstanceUid"];

    /// <summary>Ingestion status: a line for each study, and for each CSV line that has none. Labels, and nothing else that could identify.</summary>
    public static void WriteStatus(TextWriter writer, LedgerState state)
    {
        Require(writer, state);
        CsvText.Write(writer, s_status);
        foreach (LedgerLine line in state.Lines)
        {
            if (line.Keys.Count == 0)
            {
                RelabelMap? labels = line.Identifiers?.Labels;
                CsvText.Write(writer, [Number(line.Row), line.Outcome.ToString(), null, line.Code, CsvText.Harmless(line.Reason), state.Header.Project, labels?.Subject, labels?.Session, .. new string?[14]]);
            }

            foreach (string key in line.Keys)
            {
                if (state.Find(key) is LedgerStudy study)
                {
                    bool own = study.Rows.Count == 0 || study.Rows[0] == line.Row;
                    CsvText.Write(writer,
                    [
                        Number(line.Row), (own ? study.Outcome : ImportOutcome.Duplicate).ToString(), study.State.ToString(), own ? study.Code : line.Code, CsvText.Harmless(own ? study.Reason : line.Reason), state.Header.Project,
                        study.Labels?.Subject, study.Labels?.Session, string.Join(" ", study.Modality), Number(study.Attempts), Number(study.Expected.SeriesTotal), Number(study.SeriesFound),
                        Number(study.Expected.Instances), Number(study.InstancesFound), string.Join("; ", study.Missing), string.Join("; ", study.LeftOut), Time(study.Planned), Time(study.Posted), Time(study.LeftQueue), Time(study.Finished), study.SessionId, study.RequestId,
                    ]);
                }
            }
        }
    }

    /// <summary>Lines of one group with what they asked for and their labels: a CSV file that Import-XnatCsv reads. Holds identifiers.</summary>
    public static int WriteLines(TextWriter writer, LedgerState state, OutcomeGroup group)
    {
        Require(writer, state);
        List<(LedgerLine Line, string?[] Cells)> rows = [];
        bool[] used = [];
        foreach (LedgerLine line in state.Lines)
        {
            if (OutcomeGroups.Of(line.Outcome) == group)
            {
                string?[] cells = DqrCsvWriter.CellsOf(RowOf(line, state));
                used = used.Length == 0 ? new bool[cells.Length] : used;
                for (int i = 0; i < cells.Length; i++)
                {
                    used[i] |= cells[i] is not null;
                }

                rows.Add((line, cells));
            }
        }

        List<string?> headings = [];
        for (int i = 0; i < used.Length; i++)
        {
            if (used[i])
            {
                headings.Add(CsvHeadings.NameOf((CsvField)i));
            }
        }

        CsvText.Write(writer, [.. headings, "Line", "Outcome", "Code", "Reason"]);
        foreach ((LedgerLine line, string?[] cells) in rows)
        {
            List<string?> row = [];
            for (int i = 0; i < cells.Length; i++)
            {
                if (used[i])
                {
                    row.Add(cells[i] is string cell && DqrCsvWriter.IsEmptied(cell) ? "\"\"" : cells[i]);
                }
            }

            CsvText.Write(writer, [.. row, Number(line.Row), line.Outcome.ToString(), line.Code, line.Reason]);
        }

        return rows.Count;
    }

    /// <summary>Accession trace: from what the PACS calls a study to its labels and back. Holds identifiers.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="state">The import; its identifiers must be readable.</param>
    /// <param name="isWanted">Which study descriptions; null for all.</param>
    public static int WriteTrace(TextWriter writer, LedgerState state, Func<string?, bool>? isWanted = null)
    {
        Require(writer, state);
        CsvText.Write(writer, s_trace);
        int count = 0;
        foreach (LedgerStudy study in state.Studies)
        {
            if (study.Identifiers is not { } known || isWanted?.Invoke(known.StudyDescription) == false)
            {
                continue;
            }

            count++;
            string rows = string.Join(" ", Array.ConvertAll([.. study.Rows], (int r) => Number(r)!));
            CsvText.Write(writer,
            [
                rows, CsvText.Harmless(known.AccessionNumber), CsvText.Harmless(known.PatientId), known.StudyDate, CsvText.Harmless(known.StudyDescription), string.Join(" ", study.Modality),
                state.Header.Project, known.Labels.Subject, known.Labels.Session, study.SessionId, study.Outcome.ToString(), known.StudyInstanceUid,
            ]);
        }

        return count;
    }

    /// <summary>What the line asked for; of a study that came from no line, its UID.</summary>
    private static ImportRow RowOf(LedgerLine line, LedgerState state)
    {
        LedgerIdentifiers? known = line.Identifiers;
        foreach (string key in line.Keys)
        {
            known ??= state.Find(key)?.Identifiers;
        }

        return known?.Criteria ?? new ImportRow
        {
            Row = line.Row,
            StudyInstanceUid = known?.StudyInstanceUid,
            AccessionNumber = string.IsNullOrEmpty(known?.StudyInstanceUid) ? known?.AccessionNumber : null,
            Labels = known?.Labels ?? RelabelMap.Empty,
        };
    }

    private static void Require(TextWriter writer, LedgerState state)
    {
        if (writer is null || state is null)
        {
            throw new ArgumentNullException(writer is null ? nameof(writer) : nameof(state));
        }
    }

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) => time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
