using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using XnatTools.Sandbox.Demo;

namespace XnatTools.Campaign.Tests.Kill;

/// <summary>Many small studies for the sandbox's PACS: one or two series of one or two images.</summary>
internal static class KillCohort
{
    public static IReadOnlyList<MadeStudy> Write(string folder, int count)
    {
        List<MadeStudy> studies = [];
        Random random = new(11);
        for (int i = 0; i < count; i++)
        {
            string uid = MadeStudies.Uid(random);
            List<MadeSeries> series = [];
            for (int n = 1; n <= 1 + (i % 2); n++)
            {
                series.Add(new MadeSeries { SeriesInstanceUid = MadeStudies.Uid(random), Number = n, Modality = "MR", Description = "SERIES " + n.ToString(CultureInfo.InvariantCulture), InstanceCount = 1 + (i % 3 == 0 ? 1 : 0) });
            }

            MadeStudy study = new()
            {
                StudyInstanceUid = uid,
                PatientId = string.Create(CultureInfo.InvariantCulture, $"K{i:0000}"),
                PatientName = string.Create(CultureInfo.InvariantCulture, $"Made^K{i:0000}"),
                PatientSex = "F",
                PatientBirthDate = "19700101",
                AccessionNumber = string.Create(CultureInfo.InvariantCulture, $"KA{i:0000}"),
                StudyDate = "20240307",
                StudyTime = "101500",
                StudyId = string.Create(CultureInfo.InvariantCulture, $"{i + 1}"),
                StudyDescription = "MR Head",
                Modality = "MR",
                Series = series,
            };
            MadeFiles.Write(folder, study, i, 11);
            studies.Add(study);
        }

        return studies;
    }
}
