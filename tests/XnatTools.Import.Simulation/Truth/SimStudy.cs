using System;
using System.Collections.Generic;
using System.Linq;

namespace XnatTools.Import.Simulation.Truth;

/// <summary>A study as the simulated PACS really has it, and what is wrong with it.</summary>
public sealed class SimStudy
{
    public required string Uid { get; init; }

    public required string Accession { get; init; }

    public required string PatientId { get; init; }

    /// <summary>yyyyMMdd.</summary>
    public string Date { get; init; } = "20240307";

    public required IReadOnlyList<SimSeries> Series { get; init; }

    /// <summary>Images of all its series.</summary>
    public int Images => Series.Sum(s => s.Images);

    /// <summary>Every retrieve of it fails, whatever one does.</summary>
    public bool Poisoned { get; init; }

    /// <summary>So many retrieves fail before one goes well.</summary>
    public int FailsFirst { get; init; }

    /// <summary>So many retrieves leave images out before one is whole; a negative number never ends.</summary>
    public int IncompleteFirst { get; init; }

    /// <summary>What is left out then: images of the last series, or that series as a whole.</summary>
    public int ImagesLeftOut { get; init; }

    /// <summary>The archive takes the session and loses its files.</summary>
    public bool EmptyShell { get; init; }

    /// <summary>What the PACS answers when asked for it.</summary>
    /// <param name="pacsId">Number of the PACS.</param>
    /// <param name="counts">Whether it tells how many instances a series has.</param>
    public PacsStudy Answer(long pacsId, bool counts = true) => new()
    {
        PacsId = pacsId,
        StudyInstanceUid = Uid,
        AccessionNumber = Accession,
        PatientId = PatientId,
        PatientName = "Sample, " + PatientId,
        StudyDate = Date,
        Modality = [.. Series.Select(s => s.Modality).Distinct()],
        SeriesCount = Series.Count,
        Series = AnswerSeries(pacsId, counts),
    };

    /// <summary>What it answers when asked for the series.</summary>
    public PacsSeries[] AnswerSeries(long pacsId, bool counts = true) =>
    [
        .. Series.Select(s => new PacsSeries
        {
            PacsId = pacsId,
            StudyInstanceUid = Uid,
            SeriesInstanceUid = s.Uid,
            SeriesNumber = s.Number,
            Modality = s.Modality,
            SeriesDescription = s.Description,
            InstanceCount = counts ? s.Images : null,
        }),
    ];

    /// <summary>What one retrieve of the series asked for really brings, by series UID.</summary>
    /// <param name="series">UIDs asked for.</param>
    /// <param name="good">How many retrieves of this study went well before.</param>
    public Dictionary<string, int> Deliver(IReadOnlyCollection<string> series, int good)
    {
        Dictionary<string, int> images = new(StringComparer.Ordinal);
        bool cut = IncompleteFirst < 0 || good < IncompleteFirst;
        for (int i = 0; i < Series.Count; i++)
        {
            SimSeries one = Series[i];
            if (series.Contains(one.Uid))
            {
                int left = cut && i == Series.Count - 1 ? Math.Max(0, one.Images - ImagesLeftOut) : one.Images;
                if (left > 0)
                {
                    images[one.Uid] = left;
                }
            }
        }

        return images;
    }
}
