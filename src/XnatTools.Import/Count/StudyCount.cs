using System;
using System.Collections.Generic;

namespace XnatTools.Import.Count;

/// <summary>What the PACS has of a study, as far as it is wanted: what must arrive.</summary>
public sealed class StudyCount
{
    /// <summary>Nothing is known: any file is as good as any other.</summary>
    public static StudyCount Unknown { get; } = new();

    /// <summary>The series wanted; null when they are not known.</summary>
    public IReadOnlyList<SeriesCount>? Series { get; init; }

    /// <summary>Instances of the whole study as the study query told them; used when no series are known.</summary>
    public int? StudyInstances { get; init; }

    /// <summary>Series to expect; null when not known.</summary>
    public int? SeriesTotal => Series?.Count;

    /// <summary>Instances to expect; null unless every series tells its own.</summary>
    public int? Instances
    {
        get
        {
            if (Series is null)
            {
                return StudyInstances;
            }

            int total = 0;
            foreach (SeriesCount series in Series)
            {
                if (series.Instances is not int count)
                {
                    return null;
                }

                total += count;
            }

            return total;
        }
    }

    /// <summary>The count of a study whose series were listed, limited to those selected.</summary>
    public static StudyCount Of(PacsStudy study)
    {
        if (study is null)
        {
            throw new ArgumentNullException(nameof(study));
        }

        if (study.Series is null)
        {
            return new StudyCount { StudyInstances = study.SeriesInstanceUid.Length == 0 ? study.InstanceCount : null };
        }

        HashSet<string> selected = new(study.SeriesInstanceUid, StringComparer.Ordinal);
        List<SeriesCount> wanted = [];
        foreach (PacsSeries series in study.Series)
        {
            if (selected.Count == 0 || selected.Contains(series.SeriesInstanceUid))
            {
                wanted.Add(new SeriesCount
                {
                    SeriesInstanceUid = series.SeriesInstanceUid,
                    Number = series.SeriesNumber,
                    Modality = series.Modality,
                    Description = series.SeriesDescription,
                    Instances = series.InstanceCount,
                });
            }
        }

        return new StudyCount { Series = wanted, StudyInstances = study.InstanceCount };
    }
}
