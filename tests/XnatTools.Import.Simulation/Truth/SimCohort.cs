using System;
using System.Collections.Generic;
using System.Globalization;

namespace XnatTools.Import.Simulation.Truth;

/// <summary>Makes studies, and the CSV lines that ask for them.</summary>
public static class SimCohort
{
    private static readonly string[] s_modalities = ["CT", "MR", "CR", "MR", "US"];

    /// <summary>Studies with one to five series of a few to some hundred images, without a fault unless the change makes one.</summary>
    public static List<SimStudy> Make(int count, int seed, Func<int, SimStudy, SimStudy>? change = null, int? seriesEach = null, int? imagesEach = null)
    {
        Random random = new(seed);
        List<SimStudy> studies = new(count);
        for (int i = 1; i <= count; i++)
        {
            string uid = string.Create(CultureInfo.InvariantCulture, $"2.25.{seed & 0xFFFF}.{i}");
            string modality = s_modalities[random.Next(s_modalities.Length)];
            List<SimSeries> series = [];
            int number = seriesEach ?? random.Next(1, 6);
            for (int n = 1; n <= number; n++)
            {
                int images = imagesEach ?? (modality is "CT" or "MR" ? random.Next(10, 300) : random.Next(1, 8));
                series.Add(new SimSeries(string.Create(CultureInfo.InvariantCulture, $"{uid}.{n}"), n, modality, "SERIES " + n.ToString(CultureInfo.InvariantCulture), images));
            }

            SimStudy study = new()
            {
                Uid = uid,
                Accession = string.Create(CultureInfo.InvariantCulture, $"ACC{i:00000}"),
                PatientId = string.Create(CultureInfo.InvariantCulture, $"PAT{(i + 1) / 2:00000}"),
                Date = string.Create(CultureInfo.InvariantCulture, $"202403{(i % 28) + 1:00}"),
                Series = series,
            };
            studies.Add(change?.Invoke(i, study) ?? study);
        }

        return studies;
    }

    /// <summary>The same study with other faults.</summary>
    public static SimStudy With(SimStudy study, bool poisoned = false, int failsFirst = 0, int incompleteFirst = 0, int imagesLeftOut = 0, bool emptyShell = false)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new SimStudy
        {
            Uid = study.Uid,
            Accession = study.Accession,
            PatientId = study.PatientId,
            Date = study.Date,
            Series = study.Series,
            Poisoned = poisoned,
            FailsFirst = failsFirst,
            IncompleteFirst = incompleteFirst,
            ImagesLeftOut = imagesLeftOut,
            EmptyShell = emptyShell,
        };
    }

    /// <summary>The line that asks for a study, and the labels it shall get.</summary>
    public static ImportRow Row(SimStudy study, int line)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new ImportRow
        {
            Row = line,
            SourceFile = "cohort.csv",
            AccessionNumber = study.Accession,
            Labels = new RelabelMap().With("S_" + study.PatientId, "S_" + study.Accession),
        };
    }

    /// <summary>The studies as found for their lines: line 2 is the first.</summary>
    public static List<PacsStudy> Found(IReadOnlyList<SimStudy> studies, long pacsId, bool counts = true)
    {
        ArgumentNullException.ThrowIfNull(studies);
        List<PacsStudy> found = new(studies.Count);
        for (int i = 0; i < studies.Count; i++)
        {
            found.Add(studies[i].Answer(pacsId, counts).ForRow(Row(studies[i], i + 2), pacsId));
        }

        return found;
    }
}
