using System;
using System.Collections.Generic;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>
/// Signs that pixels hold names: the audit does not look at pixels, it says where a person has to.
/// </summary>
internal static class PixelRisk
{
    private static readonly DicomTag s_burnedIn = new(0x00280301);
    private static readonly DicomTag s_conversionType = new(0x00080064);
    private static readonly DicomTag s_iconImage = new(0x00880200);
    private static readonly DicomTag s_graphics = new(0x00700001);
    private static readonly DicomTag s_document = new(0x00420011);
    private static readonly DicomTag s_method = new(0x00120063);
    private static readonly DicomTag s_regions = new(0x00186011);
    private static readonly DicomTag s_protocol = new(0x00181030);

    private static readonly HashSet<string> s_screens = ["OT", "SC", "DOC", "SR", "PR", "KO", "AU"];
    private static readonly HashSet<string> s_marked = ["CR", "DX", "XA", "RF", "MG"];
    private static readonly HashSet<string> s_photographs = ["XC", "ES", "GM", "OP"];
    private static readonly HashSet<string> s_grey = ["CT", "MR", "PT", "NM", "CR", "DX", "MG", "XA", "RF"];
    private static readonly HashSet<string> s_dose = ["doseinfo", "dosereport", "patientprotocol", "examprotocol", "protocol", "summary", "dosesummary", "examsummary"];

    public static void Check(DicomDataset dataset, string? syntax, ObjectFindings findings)
    {
        string modality = dataset.GetString(DicomTags.Modality) ?? "";
        string sopClass = dataset.GetString(DicomTags.SopClassUid) ?? "";
        bool risk = CheckKind(dataset, modality, sopClass, syntax, findings);
        CheckAnnotation(dataset, risk, findings);
        FaceRisk.Check(dataset, modality, findings);
        CheckOverlays(dataset, findings);
    }

    /// <summary>A series of dose or protocol pages, by its names: letters alone, whatever their case.</summary>
    public static bool IsDosePage(DicomDataset dataset)
    {
        foreach (DicomTag tag in new[] { DicomTags.SeriesDescription, s_protocol })
        {
            string name = Letters(dataset.GetString(tag));
            if (s_dose.Contains(name) || name.Contains("doseinfo") || name.Contains("dosereport") || name.Contains("patientprotocol"))
            {
                return true;
            }
        }

        foreach (string type in dataset.GetStrings(DicomTags.ImageType))
        {
            string name = Letters(type);
            if (name.Contains("dose") && (name.Contains("info") || name.Contains("report")))
            {
                return true;
            }
        }

        return false;
    }

    private static bool CheckKind(DicomDataset dataset, string modality, string sopClass, string? syntax, ObjectFindings findings)
    {
        bool risk = false;
        void Sign(IdentitySeverity severity, DicomTag tag, string keyword, string reason)
        {
            risk |= severity >= IdentitySeverity.High;
            findings.Add(severity, "Pixels", tag.ToString(), reason, keyword);
        }

        bool ultrasound = modality is "US" or "IVUS" || sopClass.StartsWith("1.2.840.10008.5.1.4.1.1.6", StringComparison.Ordinal) && sopClass.Length <= 31 && IsUltrasound(sopClass);
        if (ultrasound)
        {
            string regions = dataset.Contains(s_regions) ? " Its regions (0018,6011) tell what to keep." : "";
            Sign(IdentitySeverity.High, DicomTags.Modality, "Modality", "All ultrasound is held to have names in its pixels." + regions);
        }
        else if (s_screens.Contains(modality))
        {
            Sign(IdentitySeverity.High, DicomTags.Modality, "Modality", "Screenshots, documents, reports and presentation states often hold names.");
        }
        else if (s_photographs.Contains(modality))
        {
            Sign(IdentitySeverity.High, DicomTags.Modality, "Modality", "It is a photograph.");
        }
        else if (s_marked.Contains(modality))
        {
            Sign(IdentitySeverity.Review, DicomTags.Modality, "Modality", "X-ray images often carry markers.");
        }

        if (sopClass.StartsWith("1.2.840.10008.5.1.4.1.1.7", StringComparison.Ordinal) && (sopClass.Length == 25 || sopClass[25] == '.'))
        {
            Sign(IdentitySeverity.High, DicomTags.SopClassUid, "SOPClassUID", "It is a secondary capture.");
        }

        if (sopClass.StartsWith("1.2.840.10008.5.1.4.1.1.104.", StringComparison.Ordinal) || dataset.TryGet(s_document, out DicomElement document) && !document.IsEmpty)
        {
            Sign(IdentitySeverity.Blocking, s_document, "EncapsulatedDocument", "It is a document in a DICOM file.");
        }

        if (dataset.Contains(s_conversionType))
        {
            Sign(IdentitySeverity.High, s_conversionType, "ConversionType", "It was converted from something else: a screenshot or a scan of paper.");
        }

        CheckImageType(dataset, modality, Sign);
        if (IsDosePage(dataset))
        {
            Sign(IdentitySeverity.Blocking, DicomTags.SeriesDescription, "SeriesDescription", "It is a series of dose or protocol pages, which show the patient's data.");
        }

        if (syntax is not null && (syntax.StartsWith("1.2.840.10008.1.2.4.10", StringComparison.Ordinal) && syntax.Length == 23))
        {
            Sign(IdentitySeverity.High, DicomTags.TransferSyntaxUid, "TransferSyntaxUID", "It is a video.");
        }

        if (dataset.TryGet(s_iconImage, out DicomElement icon) && !icon.IsEmpty)
        {
            bool cleaned = dataset.GetString(s_burnedIn) == "NO" || (dataset.GetString(s_method) ?? "").IndexOf("black", StringComparison.OrdinalIgnoreCase) >= 0;
            Sign(cleaned ? IdentitySeverity.Blocking : IdentitySeverity.Review, s_iconImage, "IconImageSequence", "The small picture may show what the image showed before it was cleaned.");
        }

        return risk;
    }

    private static bool IsUltrasound(string sopClass) =>
        sopClass is "1.2.840.10008.5.1.4.1.1.6" or "1.2.840.10008.5.1.4.1.1.6.1" or "1.2.840.10008.5.1.4.1.1.6.2" or "1.2.840.10008.5.1.4.1.1.6.3";

    private static void CheckImageType(DicomDataset dataset, string modality, Action<IdentitySeverity, DicomTag, string, string> sign)
    {
        bool derived = false;
        foreach (string type in dataset.GetStrings(DicomTags.ImageType))
        {
            if (type.IndexOf("SCREEN", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                sign(IdentitySeverity.High, DicomTags.ImageType, "ImageType", "It is a saved screen.");
            }

            derived |= type is "SECONDARY" or "DERIVED";
        }

        if (derived && s_grey.Contains(modality) && dataset.GetInt32(DicomTags.SamplesPerPixel) == 3)
        {
            sign(IdentitySeverity.High, DicomTags.SamplesPerPixel, "SamplesPerPixel", "It is a derived image in colour where images are grey: perhaps a screenshot.");
        }
    }

    private static void CheckAnnotation(DicomDataset dataset, bool risk, ObjectFindings findings)
    {
        string? burnedIn = dataset.GetString(s_burnedIn);
        if (burnedIn == "YES")
        {
            findings.Add(IdentitySeverity.Blocking, "Pixels", s_burnedIn.ToString(), "The image says that it has annotations burned in.", "BurnedInAnnotation");
        }
        else if (string.IsNullOrWhiteSpace(burnedIn) && risk)
        {
            findings.Add(IdentitySeverity.High, "Pixels", s_burnedIn.ToString(), "Nothing says that there are no annotations in the pixels of an image of a kind that often has them.", "BurnedInAnnotation");
        }
    }

    private static void CheckOverlays(DicomDataset dataset, ObjectFindings findings)
    {
        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            if (element.Tag.Group is >= 0x6000 and <= 0x60FF && element.Tag.Element is 0x3000 && !element.Tag.IsPrivate)
            {
                findings.Add(IdentitySeverity.Review, "Pixels", dataset, element, "An overlay may be switched off in a viewer and travels with the file.");
            }
        }

        if (dataset.TryGet(s_graphics, out DicomElement graphics) && !graphics.IsEmpty)
        {
            findings.Add(IdentitySeverity.Review, "Pixels", dataset, graphics, "Graphics and texts lie over the image.");
        }
    }

    private static string Letters(string? text)
    {
        StringBuilder letters = new();
        foreach (char c in text ?? "")
        {
            if (char.IsLetter(c))
            {
                letters.Append(char.ToLowerInvariant(c));
            }
        }

        return letters.ToString();
    }
}
