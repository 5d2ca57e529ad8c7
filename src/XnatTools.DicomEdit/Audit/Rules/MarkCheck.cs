using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>What an object says of its own de-identification, against what it is like.</summary>
internal static class MarkCheck
{
    private static readonly DicomTag s_removed = new(0x00120062);
    private static readonly DicomTag s_method = new(0x00120063);
    private static readonly DicomTag s_methodCodes = new(0x00120064);
    private static readonly DicomTag s_temporal = new(0x00280303);

    public static void Check(DicomDataset dataset, ConfidentialityTable table, Dictionary<int, int> shifts, ObjectFindings findings)
    {
        string? removed = dataset.GetString(s_removed);
        if (removed != "YES")
        {
            findings.Add(IdentitySeverity.Information, "Mark", s_removed.ToString(), "Nothing says that the patient's identity was removed.", "PatientIdentityRemoved");
        }
        else
        {
            if (DirectIdentifiers.IsReadableName(dataset.GetString(DicomTags.PatientName) ?? ""))
            {
                findings.Add(IdentitySeverity.High, "Mark", s_removed.ToString(), "It says that the identity was removed, beside what reads as a name.", "PatientIdentityRemoved");
            }

            if (dataset.GetString(s_method) is null && dataset.GetItems(s_methodCodes) is not { Count: > 0 })
            {
                findings.Add(IdentitySeverity.Information, "Mark", s_method.ToString(), "Nothing names the method of de-identification.", "DeidentificationMethod");
            }
        }

        string? temporal = dataset.GetString(s_temporal);
        if (temporal == "UNMODIFIED" && (table.Options & IdentityOptions.RetainFullDates) == 0)
        {
            findings.Add(IdentitySeverity.Review, "Date", s_temporal.ToString(), "It says that dates are as they were.", "LongitudinalTemporalInformationModified");
        }
        else if (temporal is "MODIFIED" or "REMOVED" && shifts.ContainsKey(0))
        {
            findings.Add(IdentitySeverity.High, "Date", s_temporal.ToString(), "It says that dates were changed, and some are those of the original.", "LongitudinalTemporalInformationModified");
        }
    }
}
