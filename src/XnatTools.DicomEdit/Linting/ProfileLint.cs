using System;
using System.Collections.Generic;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Audit;

namespace XnatTools.DicomEdit.Linting;

/// <summary>
/// Tries scripts on made-up objects that have every attribute of Table E.1-1, at the root and in items, and tells which ones come
/// out as they went in.
/// </summary>
internal sealed class ProfileLint(IReadOnlyList<DicomEditScript> scripts, ConfidentialityTable table, IReadOnlyDictionary<string, string>? variables, LintFindings findings)
{
    private static readonly string[] s_modalities = ["CT", "MR", "US", "PT"];

    public void Check()
    {
        HashSet<DicomTag> root = [];
        HashSet<DicomTag> item = [];
        int rejected = 0;
        foreach (string modality in s_modalities)
        {
            DicomEditOutcome outcome = Try(modality, root, item);
            if (outcome == DicomEditOutcome.Error)
            {
                return;
            }

            rejected += outcome == DicomEditOutcome.Rejected ? 1 : 0;
        }

        if (rejected == s_modalities.Length)
        {
            findings.Add(DicomEditScriptSeverity.Information, "NotTried", default, "The script rejects every made-up object with the attributes of PS3.15: what it leaves alone cannot be told.");
        }

        foreach (DicomTag tag in Sorted(root))
        {
            table.TryGet(tag, out ConfidentialityRule rule);
            DicomEditScriptSeverity severity = rule.Codes == ActionCodes.Clean ? DicomEditScriptSeverity.Information : DicomEditScriptSeverity.Warning;
            string name = DicomDictionary.Standard.TryGet(tag, out DicomDictionaryEntry? entry) ? " " + entry.Keyword : "";
            findings.Add(severity, "LeftAlone", default, $"{tag}{name} stays as it was; PS3.15 asks for {rule.Text}.", tag, rule.Text);
        }

        int onlyInItems = 0;
        foreach (DicomTag tag in item)
        {
            onlyInItems += root.Contains(tag) ? 0 : 1;
        }

        if (onlyInItems > 0)
        {
            findings.Add(DicomEditScriptSeverity.Warning, "RootOnly", default, $"{onlyInItems} attributes of PS3.15 are handled at the root and stay as they were in items of sequences: use paths with */.");
        }
    }

    /// <summary>Tries one kind of object. One that is rejected goes nowhere, so nothing of it is left alone.</summary>
    private DicomEditOutcome Try(string modality, HashSet<DicomTag> root, HashSet<DicomTag> item)
    {
        DicomDataset dataset = Make(modality);
        DicomDataset before = dataset.Clone();
        DicomEditContext context = new(Values()) { PixelEditor = static (_, _) => { } };
        foreach (DicomEditScript script in scripts)
        {
            DicomEditResult result = script.Apply(dataset, context, new DicomDataset());
            if (result.Outcome == DicomEditOutcome.Rejected)
            {
                return DicomEditOutcome.Rejected;
            }

            if (!result.IsSuccess)
            {
                findings.Add(DicomEditScriptSeverity.Information, "NotTried", new SourcePosition(result.Line, result.Column), $"On a made-up {modality} object with every attribute of PS3.15 the script ends: {result.Message}");
                return DicomEditOutcome.Error;
            }
        }

        Collect(before, dataset, root);
        if (dataset.GetItems(Home) is { Count: > 0 } items && before.GetItems(Home) is { Count: > 0 } old)
        {
            Collect(old[0], items[0], item);
        }

        return DicomEditOutcome.Success;
    }

    /// <summary>Private attributes are one row; any that is left tells.</summary>
    private void Collect(DicomDataset before, DicomDataset after, HashSet<DicomTag> left)
    {
        foreach (DicomElement element in before)
        {
            if (element.Tag != Home && IsAsked(element.Tag) && after.TryGet(element.Tag, out DicomElement now) && IsSame(element, now))
            {
                left.Add(element.Tag);
            }
        }
    }

    private static bool IsSame(in DicomElement before, in DicomElement now) =>
        before.IsSequence ? now.Items is { Count: > 0 } : now.Length == before.Length && before.RawValue.SequenceEqual(now.RawValue);

    private bool IsAsked(DicomTag tag) => table.TryGet(tag, out ConfidentialityRule rule) && rule.Codes != ActionCodes.Keep;

    /// <summary>A sequence that the table does not ask to remove, as a home for items: shared functional groups.</summary>
    private static DicomTag Home => new(0x52009229);

    private DicomDataset Make(string modality)
    {
        DicomDataset dataset = Fill(modality);
        dataset.SetItems(Home, Fill(modality));
        return dataset;
    }

    private DicomDataset Fill(string modality)
    {
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.Modality, modality);
        dataset.SetString(DicomTags.SopClassUid, DicomUids.CTImageStorage);
        foreach (DicomTag tag in table.Tags)
        {
            if (tag.Group is 0 or 2 or 4 || tag == Home || !DicomDictionary.Standard.TryGet(tag, out DicomDictionaryEntry? entry))
            {
                continue;
            }

            if (entry.VR == DicomVR.SQ)
            {
                DicomDataset item = new();
                item.SetString(DicomTag.Parse("CodeMeaning"), "made up");
                dataset.SetItems(tag, item);
            }
            else
            {
                dataset.Set(new DicomElement(tag, entry.VR, Value(entry.VR)));
            }
        }

        return dataset;
    }

    private static byte[] Value(DicomVR vr)
    {
        string text = vr.ToString() switch
        {
            "DA" => "20240115",
            "DT" => "20240115101500",
            "TM" => "101500",
            "AS" => "045Y",
            "UI" => "1.2.826.0.1.3680043.9.9999.77.1 ",
            "IS" or "DS" => "4242",
            "PN" => "Featherstone^Zelda",
            _ => "made up ",
        };
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
        if (vr == DicomVR.UI)
        {
            bytes[bytes.Length - 1] = 0;
        }

        return bytes;
    }

    private Dictionary<string, string> Values()
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (DicomEditScript script in scripts)
        {
            foreach (DicomEditVariable variable in script.ExternalVariables)
            {
                values[variable.Name] = "Label01";
            }
        }

        foreach (KeyValuePair<string, string> given in variables ?? new Dictionary<string, string>())
        {
            values[given.Key] = given.Value;
        }

        return values;
    }

    private static List<DicomTag> Sorted(HashSet<DicomTag> tags)
    {
        List<DicomTag> sorted = [.. tags];
        sorted.Sort();
        return sorted;
    }
}
