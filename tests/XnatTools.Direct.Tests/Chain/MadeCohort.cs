using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Direct.Tests;

/// <summary>Made studies of small images, and the CSV file that names their labels.</summary>
internal static class MadeCohort
{
    private const string Root = "1.2.826.0.1.3680043.9.8123.";

    /// <summary>Writes studies of three series each; the files by SOP instance UID.</summary>
    public static Dictionary<string, string> Write(string folder, int studies, int instances)
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        for (int s = 1; s <= studies; s++)
        {
            string study = Root + s.ToString(CultureInfo.InvariantCulture);
            for (int i = 1; i <= instances; i++)
            {
                int series = 1 + (i % 3);
                DicomDataset image = TestData.Image(
                    "MADE" + s.ToString(CultureInfo.InvariantCulture), "Made^Patient" + s.ToString(CultureInfo.InvariantCulture), Accession(s), study,
                    study + "." + series.ToString(CultureInfo.InvariantCulture), s % 2 == 0 ? "CT" : "MR", i, "20240115", size: 16);
                image.SetInt32(DicomTags.SeriesNumber, series);
                string path = Path.Combine(folder, $"{s}-{i}.dcm");
                using DicomFile file = new(image, i % 2 == 0 ? DicomUids.ExplicitVRLittleEndian : DicomUids.ImplicitVRLittleEndian);
                file.Save(path);
                files.Add(image.GetString(DicomTags.SopInstanceUid)!, path);
            }
        }

        return files;
    }

    /// <summary>Writes the CSV file: accession number, subject and session label.</summary>
    public static string WriteCsv(string path, int studies)
    {
        List<string> lines = ["Accession Number,Subject,Session"];
        for (int s = 1; s <= studies; s++)
        {
            lines.Add($"{Accession(s)},SUBJ{s:000},SUBJ{s:000}_1");
        }

        File.WriteAllLines(path, lines);
        return path;
    }

    /// <summary>Stores files at a node; those that it took.</summary>
    public static async Task<List<string>> StoreAsync(DicomNode node, IReadOnlyList<string> paths, ICollection<string>? refusals = null)
    {
        List<string> taken = [];
        await using DicomAssociation association = await DicomAssociation.OpenAsync(node, PresentationContext.StorageOf(paths));
        foreach (string path in paths)
        {
            try
            {
                DicomStatus status = await association.StoreAsync(path);
                if (status.IsSuccess)
                {
                    taken.Add(path);
                }
                else
                {
                    refusals?.Add(Path.GetFileName(path) + ": " + status);
                }
            }
            catch (DicomException e) when (e.Code == DicomErrorCode.ContextNotAccepted)
            {
                refusals?.Add(Path.GetFileName(path) + ": " + e.Message);

                // The node does not keep objects of that class or syntax.
            }
        }

        return taken;
    }

    public static string Accession(int study) => "MADEACC" + study.ToString(CultureInfo.InvariantCulture);
}
