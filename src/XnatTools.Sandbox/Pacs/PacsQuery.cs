using System.Collections.Generic;
using System.Linq;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Pacs;

/// <summary>
/// Answers C-FIND from an index, and finds what a C-MOVE or C-GET asks for. It is relational: keys of upper levels may be
/// left out, and any key of the level asked at, or above it, narrows the answer.
/// </summary>
internal sealed class PacsQuery(PacsIndex index, string aeTitle)
{
    /// <summary>The answers to an identifier; null when it names no level.</summary>
    public IEnumerable<DicomDataset>? Find(DicomDataset keys) => PacsLevels.Parse(keys.GetString(DicomTags.QueryRetrieveLevel)) switch
    {
        0 => Patients(keys),
        1 => Studies(keys).Select(study => Answer(keys, 1, study, null, null)),
        2 => Studies(keys).SelectMany(study => SeriesIn(keys, study).Select(series => Answer(keys, 2, study, series, null))),
        3 => Studies(keys).SelectMany(study => SeriesIn(keys, study).SelectMany(series => InstancesIn(keys, series).Select(one => Answer(keys, 3, study, series, one)))),
        _ => null,
    };

    /// <summary>The objects that an identifier of a retrieve means; null when it names no level, or gives no key for its level.</summary>
    public IReadOnlyList<(PacsStudyNode Study, PacsSeriesNode Series, PacsInstance Instance)>? Select(DicomDataset keys)
    {
        DicomTag? unique = PacsLevels.Parse(keys.GetString(DicomTags.QueryRetrieveLevel)) switch
        {
            0 => DicomTags.PatientId,
            1 => DicomTags.StudyInstanceUid,
            2 => DicomTags.SeriesInstanceUid,
            3 => DicomTags.SopInstanceUid,
            _ => null,
        };
        if (unique is null || string.IsNullOrEmpty(keys.GetString(unique.Value)))
        {
            return null;
        }

        // Only the keys of the hierarchy count in a retrieve.
        DicomDataset narrowed = new();
        foreach (DicomTag tag in new[] { DicomTags.PatientId, DicomTags.StudyInstanceUid, DicomTags.SeriesInstanceUid, DicomTags.SopInstanceUid })
        {
            if (keys.TryGet(tag, out DicomElement element))
            {
                narrowed.Set(element);
            }
        }

        return
        [
            .. from study in Studies(narrowed)
               from series in SeriesIn(narrowed, study)
               from instance in InstancesIn(narrowed, series)
               select (study, series, instance),
        ];
    }

    private IEnumerable<PacsStudyNode> Studies(DicomDataset keys)
        => index.Studies.Where(study => Matches(keys, study.Header, 0, study) && Matches(keys, study.Header, 1, study));

    private static IEnumerable<PacsSeriesNode> SeriesIn(DicomDataset keys, PacsStudyNode study) => study.Series.Where(series => Matches(keys, series.Header, 2, study));

    private static IEnumerable<PacsInstance> InstancesIn(DicomDataset keys, PacsSeriesNode series) => series.Instances.Where(one => Matches(keys, one.Header, 3, null));

    private IEnumerable<DicomDataset> Patients(DicomDataset keys)
    {
        HashSet<string> seen = [];
        foreach (PacsStudyNode study in index.Studies)
        {
            if (Matches(keys, study.Header, 0, study) && seen.Add(study.Header.GetString(DicomTags.PatientId) ?? string.Empty))
            {
                yield return Answer(keys, 0, study, null, null);
            }
        }
    }

    private static bool Matches(DicomDataset keys, DicomDataset header, int level, PacsStudyNode? study)
    {
        foreach (DicomElement key in keys)
        {
            if (key.IsEmpty || key.IsSequence || !key.VR.IsText || key.Tag == DicomTags.QueryRetrieveLevel || key.Tag == DicomTags.SpecificCharacterSet
                || PacsLevels.LevelOf(key.Tag) != level || IsCount(key.Tag))
            {
                continue;
            }

            string[] values = key.Tag == DicomTags.ModalitiesInStudy ? study!.Modalities : header.GetStrings(key.Tag);
            if (!PacsMatch.Matches(key.VR, keys.GetStrings(key.Tag), values))
            {
                return false;
            }
        }

        return true;
    }

    private DicomDataset Answer(DicomDataset keys, int level, PacsStudyNode study, PacsSeriesNode? series, PacsInstance? instance)
    {
        DicomDataset header = (instance?.Header ?? series?.Header) ?? study.Header;
        DicomDataset answer = new();
        foreach (DicomElement key in keys)
        {
            if (key.Tag == DicomTags.QueryRetrieveLevel)
            {
                answer.SetString(key.Tag, keys.GetString(key.Tag));
            }
            else if (key.Tag != DicomTags.SpecificCharacterSet && !key.IsSequence)
            {
                SetAnswer(answer, key, level, header, study, series);
            }
        }

        // Values go out as the file has them, in the character set that the file names.
        if (header.TryGet(DicomTags.SpecificCharacterSet, out DicomElement set))
        {
            answer.Set(set);
        }

        answer.SetString(DicomTags.RetrieveAETitle, aeTitle);
        return answer;
    }

    private void SetAnswer(DicomDataset answer, DicomElement key, int level, DicomDataset header, PacsStudyNode study, PacsSeriesNode? series)
    {
        if (key.Tag == DicomTags.ModalitiesInStudy)
        {
            answer.SetString(key.Tag, study.Modalities);
        }
        else if (key.Tag == DicomTags.SopClassesInStudy)
        {
            answer.SetString(key.Tag, [.. study.Series.SelectMany(one => one.Instances).Select(one => one.SopClassUid).Distinct()]);
        }
        else if (IsCount(key.Tag))
        {
            answer.SetInt32(key.Tag, Count(key.Tag, study, series));
        }
        else if (PacsLevels.LevelOf(key.Tag) <= level && header.TryGet(key.Tag, out DicomElement found))
        {
            answer.Set(found);
        }
        else
        {
            answer.Set(new DicomElement(key.Tag, key.VR, []));
        }
    }

    private int Count(DicomTag tag, PacsStudyNode study, PacsSeriesNode? series)
    {
        if (tag == DicomTags.NumberOfStudyRelatedSeries)
        {
            return study.Series.Count;
        }

        if (tag == DicomTags.NumberOfStudyRelatedInstances)
        {
            return study.InstanceCount;
        }

        if (tag == DicomTags.NumberOfSeriesRelatedInstances)
        {
            return series?.Instances.Count ?? 0;
        }

        string? patient = study.Header.GetString(DicomTags.PatientId);
        IEnumerable<PacsStudyNode> studies = index.Studies.Where(one => one.Header.GetString(DicomTags.PatientId) == patient);
        return tag == DicomTags.NumberOfPatientRelatedStudies ? studies.Count()
            : tag == DicomTags.NumberOfPatientRelatedSeries ? studies.Sum(one => one.Series.Count)
            : studies.Sum(one => one.InstanceCount);
    }

    private static bool IsCount(DicomTag tag) => tag.Group == 0x0020 && tag.Element is >= 0x1200 and <= 0x1209;
}
