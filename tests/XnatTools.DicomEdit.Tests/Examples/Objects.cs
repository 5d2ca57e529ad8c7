using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Tests.Examples;

/// <summary>Made-up objects and ways to run a script on them.</summary>
internal static class Objects
{
    public static DicomEditContext Context => new(new Dictionary<string, string>
    {
        ["project"] = "LUNG",
        ["subject"] = "LUNG_012",
        ["session"] = "LUNG_012_CT1",
    });

    /// <summary>The object of the worked examples.</summary>
    public static DicomDataset Sample()
    {
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SopClassUid, "1.2.840.10008.5.1.4.1.1.2");
        dataset.SetString(DicomTags.SopInstanceUid, "1.2.840.99999.7.1.1.1");
        dataset.SetString(DicomTags.StudyDate, "20310510");
        dataset.SetString(DicomTags.Modality, "CT");
        dataset.SetString(new DicomTag(0x0008, 0x103E), "Thorax 5mm");
        dataset.SetString(DicomTags.PatientName, "Sample^Patient");
        dataset.SetString(DicomTags.PatientId, "P77");
        dataset.SetString(DicomTags.StudyInstanceUid, "1.2.840.99999.7.1");
        DicomDataset first = new();
        first.SetString(new DicomTag(0x0008, 0x1155), "1.2.3");
        DicomDataset second = new();
        second.SetString(new DicomTag(0x0008, 0x1155), "1.2");
        dataset.SetItems(new DicomTag(0x0008, 0x1140), first, second);
        return dataset;
    }

    public static DicomEditResult Run(DicomDataset dataset, string script, DicomEditOptions? options = null) =>
        DicomEditScript.Compile(script, options).Apply(dataset, Context);

    /// <summary>Runs a script on the sample and expects success.</summary>
    public static DicomDataset Edit(string script)
    {
        DicomDataset dataset = Sample();
        DicomEditResult result = Run(dataset, script);
        return result.IsSuccess ? dataset : throw new InvalidOperationException(result.Message);
    }

    public static string? Text(this DicomDataset dataset, uint tag) => dataset.GetString(new DicomTag(tag));
}
