using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Demo;

/// <summary>
/// Two dozen invented studies, the same for the same seed: CT with dose pages in several spellings, MR with many series,
/// ultrasound; patients with several sessions, one name outside ASCII, accession numbers with leading zeros.
/// </summary>
public static class MadeStudies
{
    /// <summary>How many studies there are.</summary>
    public const int Count = 24;

    private static readonly string[] s_names =
    [
        "Sample^Alex", "Example^Robin", "M\u00fcller^Zo\u00eb", "Invented^Kim", "Made-Up^Sam", "Test^Jordan", "Nobody^Pat", "Fiction^Chris",
        "Placeholder^Lee", "Specimen^Morgan", "O'Model^Drew", "Mock^Taylor", "Dummy^Casey", "Virtual^Riley", "Pretend^Quinn",
    ];

    private static readonly string[] s_dose = ["Dose Report", "Dose Info", "DOSE  REPORT", "Patient Protocol", "dose_report"];

    private static readonly string[] s_mr =
    [
        "Localizer", "T1 MPRAGE SAG", "T2 TSE AX", "FLAIR COR", "DWI b0 b1000", "ADC", "SWI", "TOF 3D", "T1 POST AX",
    ];

    /// <summary>The studies, without writing anything.</summary>
    public static IReadOnlyList<MadeStudy> Plan(int seed)
    {
        Random random = new(seed);
        List<MadeStudy> studies = [];
        for (int i = 0; i < Count; i++)
        {
            // Patients 0 to 8 come twice, so that one subject has several sessions.
            int patient = i < s_names.Length ? i : i - s_names.Length;
            string modality = (i % 4) switch { 0 or 2 => "CT", 1 => "MR", _ => "US" };
            DateTime date = new DateTime(2024, 2, 1).AddDays((i * 5) + random.Next(4));
            studies.Add(new MadeStudy
            {
                StudyInstanceUid = Uid(random),
                PatientId = string.Create(CultureInfo.InvariantCulture, $"P{1001 + (patient * 7)}"),
                PatientName = s_names[patient],
                PatientSex = patient % 2 == 0 ? "F" : "M",
                PatientBirthDate = new DateTime(1950 + (patient * 3), 1 + (patient % 12), 1 + (patient % 27)).ToString("yyyyMMdd", CultureInfo.InvariantCulture),
                AccessionNumber = string.Create(CultureInfo.InvariantCulture, $"00{4711000 + (i * 37):00000000}"),
                StudyDate = date.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
                StudyTime = string.Create(CultureInfo.InvariantCulture, $"{8 + (i % 10):00}{random.Next(60):00}00"),
                StudyId = string.Create(CultureInfo.InvariantCulture, $"{1 + i}"),
                StudyDescription = modality switch { "CT" => "CT Thorax", "MR" => "MR Head", _ => "US Abdomen" },
                Modality = modality,
                Series = Series(random, modality, i),
            });
        }

        return studies;
    }

    /// <summary>Writes the studies as Part 10 files, one folder a study.</summary>
    public static IReadOnlyList<MadeStudy> Write(string folder, int seed)
    {
        IReadOnlyList<MadeStudy> studies = Plan(seed);
        for (int i = 0; i < studies.Count; i++)
        {
            MadeFiles.Write(folder, studies[i], i, seed);
        }

        return studies;
    }

    internal static string Uid(Random random)
    {
        byte[] bytes = new byte[16];
        random.NextBytes(bytes);
        return DicomUids.FromUuid(new Guid(bytes));
    }

    private static List<MadeSeries> Series(Random random, string modality, int index)
    {
        List<(int Number, string Modality, string Description, int Count, bool Report)> plan = [];
        switch (modality)
        {
            case "CT":
                plan.Add((1, "CT", "Topogram", 1, false));
                plan.Add((2, "CT", "AXIAL 1.0", 6, false));
                plan.Add((3, "CT", "COR 3.0", 4, false));
                plan.Add((501, "CT", s_dose[index / 2 % s_dose.Length], 1, true));
                break;
            case "MR":
                plan.AddRange(s_mr.Take(6 + (index / 4 % 4)).Select((d, n) => (n + 1, "MR", d, 3 + random.Next(3), false)));
                break;
            default:
                plan.Add((1, "US", "Abdomen", 4, false));
                plan.Add((2, "US", "Kidney", 3, false));
                break;
        }

        return plan.ConvertAll(p => new MadeSeries
        {
            SeriesInstanceUid = Uid(random),
            Number = p.Number,
            Modality = p.Modality,
            Description = p.Description,
            InstanceCount = p.Count,
            IsReport = p.Report,
        });
    }
}
