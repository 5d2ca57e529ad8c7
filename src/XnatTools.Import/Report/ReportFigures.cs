using System;
using System.Collections.Generic;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Report;

/// <summary>The figures of a report, all from the ledger.</summary>
public sealed class ReportFigures
{
    private ReportFigures()
    {
    }

    /// <summary>Lines by outcome; the sum is the number of lines.</summary>
    public IReadOnlyDictionary<ImportOutcome, int> Lines { get; private set; } = new Dictionary<ImportOutcome, int>();

    /// <summary>Studies of each modality: all, and those complete in prearchive or archive. A study of two modalities counts under both.</summary>
    public IReadOnlyDictionary<string, (int Studies, int Complete)> Modalities { get; private set; } = new Dictionary<string, (int, int)>();

    /// <summary>Studies, each once.</summary>
    public int Studies { get; private set; }

    /// <summary>Studies complete in prearchive or archive.</summary>
    public int Complete { get; private set; }

    /// <summary>Series that must arrive, of studies whose series were counted.</summary>
    public int SeriesExpected { get; private set; }

    /// <summary>Series that were left out by choice.</summary>
    public int SeriesLeftOut { get; private set; }

    /// <summary>Series with files, seen last, of those studies.</summary>
    public int SeriesFound { get; private set; }

    /// <summary>Instances that must arrive, of studies whose instances were counted.</summary>
    public long InstancesExpected { get; private set; }

    /// <summary>Files seen last, of those studies.</summary>
    public long InstancesFound { get; private set; }

    /// <summary>Files seen last, of all studies.</summary>
    public long FilesFound { get; private set; }

    /// <summary>Requests to the server.</summary>
    public int Requests { get; private set; }

    /// <summary>Requests of one study: XNAT puts them before those of other users.</summary>
    public int RequestsAlone { get; private set; }

    /// <summary>Times that studies were asked for again.</summary>
    public int Repeats { get; private set; }

    /// <summary>First post, and when the last study came to its end.</summary>
    public DateTimeOffset? FirstPost { get; private set; }

    public DateTimeOffset? LastEnd { get; private set; }

    /// <summary>Studies with something missing, in the order of the plan.</summary>
    public IReadOnlyList<LedgerStudy> Missing { get; private set; } = [];

    /// <summary>Counts a ledger.</summary>
    public static ReportFigures Of(LedgerState state)
    {
        if (state is null)
        {
            throw new ArgumentNullException(nameof(state));
        }

        SortedDictionary<ImportOutcome, int> lines = [];
        foreach (LedgerLine line in state.Lines)
        {
            lines[line.Outcome] = lines.TryGetValue(line.Outcome, out int n) ? n + 1 : 1;
        }

        ReportFigures figures = new() { Lines = lines, Studies = state.Studies.Count, Requests = state.Requests };
        SortedDictionary<string, (int Studies, int Complete)> modalities = new(StringComparer.Ordinal);
        List<LedgerStudy> missing = [];
        foreach (LedgerStudy study in state.Studies)
        {
            bool complete = study.IsFinal && (study.Outcome is ImportOutcome.InPrearchive or ImportOutcome.Archived);
            figures.Add(study, complete);
            foreach (string modality in study.Modality.Length > 0 ? study.Modality : ["?"])
            {
                modalities.TryGetValue(modality, out (int Studies, int Complete) count);
                modalities[modality] = (count.Studies + 1, count.Complete + (complete ? 1 : 0));
            }

            if (study.Missing.Count > 0)
            {
                missing.Add(study);
            }
        }

        foreach (LedgerEvent entry in state.Timeline)
        {
            figures.RequestsAlone += entry.Kind == LedgerKind.Post && entry.Keys.Count == 1 ? 1 : 0;
        }

        figures.Modalities = modalities;
        figures.Missing = missing;
        return figures;
    }

    private void Add(LedgerStudy study, bool complete)
    {
        Complete += complete ? 1 : 0;
        FilesFound += study.InstancesFound ?? 0;
        if (study.Expected.SeriesTotal is int series)
        {
            SeriesExpected += series;
            SeriesFound += Math.Min(series, study.SeriesFound ?? 0);
        }

        if (study.Expected.Instances is int instances)
        {
            InstancesExpected += instances;
            InstancesFound += Math.Min(instances, study.InstancesFound ?? 0);
        }

        SeriesLeftOut += study.LeftOut.Count;
        Repeats += Math.Max(0, study.Attempts - 1);
        if (study.Posted is DateTimeOffset posted && (FirstPost is null || posted < FirstPost))
        {
            FirstPost = posted;
        }

        if (study.Finished is DateTimeOffset finished && (LastEnd is null || finished > LastEnd))
        {
            LastEnd = finished;
        }
    }
}
