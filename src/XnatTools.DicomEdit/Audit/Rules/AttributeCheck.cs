using System;
using System.Text.RegularExpressions;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>Holds one element against its row of Table E.1-1, with the original where there is one.</summary>
internal sealed class AttributeCheck(ConfidentialityTable table, DirectIdentifiers identifiers, IdentityProfile profile)
{
    // XNAT reads project, subject and session of a sent object from it; both are gone after archiving.
    private static readonly Regex s_routing = new(@"^\s*Project:\S+\s+Subject:\S+\s+Session:\S+\s*$", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(250));

    private static readonly DicomTag s_patientComments = new(0x00104000);
    private static readonly DicomTag s_studyComments = new(0x00324000);
    private static readonly DicomTag s_patientAge = new(0x00101010);

    /// <summary>Judges an element.</summary>
    /// <param name="dataset">The data set that it is in.</param>
    /// <param name="element">The element.</param>
    /// <param name="text">Its text; null where it has none.</param>
    /// <param name="original">The same data set before, or null.</param>
    /// <param name="findings">Where findings go.</param>
    public void Check(DicomDataset dataset, in DicomElement element, string? text, DicomDataset? original, ObjectFindings findings)
    {
        if (element.Tag == s_patientAge && text is not null)
        {
            CheckAge(dataset, element, text, findings);
        }

        if ((element.Tag == s_patientComments || element.Tag == s_studyComments) && !string.IsNullOrWhiteSpace(text))
        {
            CheckRouting(dataset, element, text!, findings);
            return;
        }

        if (!table.TryGet(element.Tag, out ConfidentialityRule rule))
        {
            CheckName(dataset, element, text, findings);
            return;
        }

        if (rule.Codes == ActionCodes.Keep || (profile == IdentityProfile.ShiftedDates && IsInstanceUid(element.Tag)))
        {
            return;
        }

        if (element.IsEmpty || (text is not null && text.Trim(' ', '\\', '\0').Length == 0))
        {
            if (rule.MustGo)
            {
                findings.Add(IdentitySeverity.Information, "Attribute", dataset, element, "It should be gone and is there without a value.", rule.Text);
            }

            return;
        }

        if (text is not null && identifiers.IsLabel(element.Tag, text))
        {
            return;
        }

        bool? changed = original is null ? null : IsChanged(dataset, element, original);
        if (rule.MustGo)
        {
            bool direct = DirectIdentifiers.Contains(element.Tag);
            findings.Add(direct && changed != true ? IdentitySeverity.Blocking : IdentitySeverity.High, "Attribute", dataset, element, "It should be gone.", rule.Text);
            return;
        }

        if (rule.Has(ActionCodes.Clean))
        {
            CheckCleaned(dataset, element, changed, rule, findings);
            return;
        }

        // A sequence that is to be replaced is judged by what is in it.
        if (!element.IsSequence)
        {
            CheckReplaced(dataset, element, text, changed, rule, findings);
        }
    }

    private static void CheckAge(DicomDataset dataset, in DicomElement element, string text, ObjectFindings findings)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 4 && trimmed[3] == 'Y' && int.TryParse(trimmed.Substring(0, 3), out int years) && years > 89)
        {
            findings.Add(IdentitySeverity.High, "Age", dataset, element, "An age over 89 identifies: 089Y is the highest to keep.");
        }
    }

    private static void CheckRouting(DicomDataset dataset, in DicomElement element, string text, ObjectFindings findings)
    {
        if (s_routing.IsMatch(text))
        {
            findings.Add(IdentitySeverity.Review, "Routing", dataset, element, "It holds the text that routes to a project: expected before upload, gone after archiving.");
        }
        else
        {
            findings.Add(IdentitySeverity.Blocking, "Comments", dataset, element, "It holds comments beside or instead of a routing text.");
        }
    }

    private void CheckName(DicomDataset dataset, in DicomElement element, string? text, ObjectFindings findings)
    {
        if (element.VR == DicomVR.PN && text is not null && DirectIdentifiers.IsReadableName(text) && !identifiers.IsLabel(DicomTags.PatientName, text))
        {
            findings.Add(IdentitySeverity.High, "Name", dataset, element, "It holds what reads as the name of a person.");
        }
    }

    private static void CheckCleaned(DicomDataset dataset, in DicomElement element, bool? changed, in ConfidentialityRule rule, ObjectFindings findings)
    {
        bool isDate = element.VR == DicomVR.DA || element.VR == DicomVR.DT || element.VR == DicomVR.TM;
        if (rule.Option == IdentityOptions.RetainModifiedDates && isDate)
        {
            return; // the shift is judged for all dates together
        }

        if (changed == true)
        {
            findings.Add(IdentitySeverity.Information, "Attribute", dataset, element, "It was changed: see that what stands there cannot identify.", rule.Text);
            return;
        }

        findings.Add(IdentitySeverity.Review, "Attribute", dataset, element, "It may stay only when what stands there cannot identify.", rule.Text);
    }

    private void CheckReplaced(DicomDataset dataset, in DicomElement element, string? text, bool? changed, in ConfidentialityRule rule, ObjectFindings findings)
    {
        bool direct = DirectIdentifiers.Contains(element.Tag);
        if (changed == false)
        {
            string reason = rule.Codes == ActionCodes.Uid ? "The UID is that of the original." : "It is as in the original.";
            findings.Add(direct ? IdentitySeverity.Blocking : IdentitySeverity.High, rule.Codes == ActionCodes.Uid ? "Uid" : "Attribute", dataset, element, reason, rule.Text);
            return;
        }

        bool readable = element.VR == DicomVR.PN && text is not null && DirectIdentifiers.IsReadableName(text);
        if (changed == true && !readable)
        {
            return;
        }

        if (rule.Codes == ActionCodes.Uid)
        {
            findings.Add(IdentitySeverity.Information, "Uid", dataset, element, "Whether the UID is a new one cannot be told without the original.", rule.Text);
            return;
        }

        if (element.Tag == DicomTags.PatientBirthDate)
        {
            findings.Add(changed == true ? IdentitySeverity.High : IdentitySeverity.Blocking, "Attribute", dataset, element, "The date of birth is there.", rule.Text);
        }
        else if (readable)
        {
            findings.Add(direct ? IdentitySeverity.Blocking : IdentitySeverity.High, "Name", dataset, element, "It holds what reads as the name of a person.", rule.Text);
        }
        else if (direct)
        {
            string hint = identifiers.HasLabel(element.Tag) ? "It is not the label that was given." : "Whether it is a pseudonym cannot be told: give the labels, or the original.";
            findings.Add(IdentitySeverity.High, "Attribute", dataset, element, hint, rule.Text);
        }
        else
        {
            findings.Add(IdentitySeverity.Review, "Attribute", dataset, element, "Whether it was replaced cannot be told without the original.", rule.Text);
        }
    }

    private static bool? IsChanged(DicomDataset dataset, in DicomElement element, DicomDataset original)
    {
        if (!original.TryGet(element.Tag, out DicomElement before))
        {
            return true;
        }

        if (element.IsSequence || before.IsSequence)
        {
            return null;
        }

        if (element.VR.IsText && before.VR.IsText)
        {
            return !string.Equals(dataset.GetText(element, int.MaxValue)?.Trim(), original.GetText(before, int.MaxValue)?.Trim(), StringComparison.Ordinal);
        }

        return !element.IsBulk && !before.IsBulk ? !element.RawValue.SequenceEqual(before.RawValue) : null;
    }

    /// <summary>UIDs of instances and references to them, which the profile of shifted dates leaves as they were.</summary>
    private static bool IsInstanceUid(DicomTag tag) => tag.Value is 0x00080018 or 0x00081155 or 0x00020003 or 0x00041511;
}
