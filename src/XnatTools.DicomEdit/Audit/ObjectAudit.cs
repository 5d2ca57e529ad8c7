using System;
using System.Collections.Generic;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>Walks through one object: every element at every depth, by rule and by value.</summary>
internal sealed class ObjectAudit
{
    private const int DeepestNesting = 64;
    private const int LongestText = 1024 * 1024;

    private readonly KnownTerms _known;
    private readonly ValuePatterns _patterns;
    private readonly ConfidentialityTable _table;
    private readonly AttributeCheck _attributes;
    private readonly DateCheck _dates;
    private readonly ObjectFindings _findings;
    private readonly List<TermHit> _hits = [];
    private readonly List<PatternHit> _patternHits = [];

    public ObjectAudit(KnownTerms known, ValuePatterns patterns, ConfidentialityTable table, AttributeCheck attributes, DateCheck dates, ObjectFindings findings)
    {
        _known = known;
        _patterns = patterns;
        _table = table;
        _attributes = attributes;
        _dates = dates;
        _findings = findings;
    }

    /// <summary>Elements whose values stay in the file, with the path: the search through the bytes of the file names them.</summary>
    public List<(DicomElement Element, string Path)> Left { get; } = [];

    /// <summary>UIDs of instances that the object refers to.</summary>
    public HashSet<string> References { get; } = new(StringComparer.Ordinal);

    public void Walk(DicomDataset dataset, DicomDataset? original)
    {
        PrivateCheck.Check(dataset, _table, _findings);
        for (int i = 0; i < dataset.Count; i++)
        {
            DicomElement element = dataset.AsSpan()[i];
            IReadOnlyList<DicomDataset>? items = element.Items ?? (element.VR == DicomVR.UN && element.Length > 8 ? dataset.GetItems(element.Tag) : null);
            if (items is null)
            {
                Visit(dataset, element, original);
                continue;
            }

            _attributes.Check(dataset, element, null, original, _findings);
            IReadOnlyList<DicomDataset>? before = original?.GetItems(element.Tag);
            for (int item = 0; item < items.Count && _findings.Depth < DeepestNesting; item++)
            {
                _findings.Enter(element.Tag, item);
                Walk(items[item], original is null ? null : before is not null && item < before.Count ? before[item] : null);
                _findings.Leave();
            }
        }
    }

    /// <summary>Searches a text that is no element, such as a name of a file or a label at the server.</summary>
    public void SearchName(string text, string kind, string what = "The path")
    {
        _hits.Clear();
        _known.SearchText(text, _hits);
        foreach (TermHit hit in _hits)
        {
            _findings.Found.Add(hit.Term.Identifier);
            _findings.Add(Weigh(hit), kind, "", Explain(hit, what));
        }

        _patternHits.Clear();
        _patterns.Search(text, isDate: false, isNumber: false, _patternHits);
        foreach (PatternHit hit in _patternHits)
        {
            // Long numbers and dates are what programs name files by.
            if (hit.Kind is not ("Telephone" or "DateInText"))
            {
                _findings.Add(hit.Severity, kind, "", what + ": " + hit.Reason);
            }
        }
    }

    /// <summary>Tells what a hit weighs: something that may be chance is for a person to look at.</summary>
    public static IdentitySeverity Weigh(TermHit hit) => hit.Inside ? IdentitySeverity.Review : IdentitySeverity.Blocking;

    /// <summary>What was found, without saying it.</summary>
    public static string Explain(TermHit hit, string where)
    {
        string what = hit.Term.Kind switch
        {
            KnownTermKind.NamePart => "a part of known identifier ",
            KnownTermKind.Date => "the known date ",
            _ => "known identifier ",
        };
        return $"{where} holds {what}{hit.Term.Identifier}{(hit.Inside ? " inside a longer word or number: perhaps by chance" : "")}.";
    }

    private void Visit(DicomDataset dataset, in DicomElement element, DicomDataset? original)
    {
        DicomVR vr = element.VR;
        if (element.IsBulk || element.Fragments is not null)
        {
            // Long values are searched as bytes, once for the whole file.
            Left.Add((element, _findings.PathTo(element.Tag)));
        }

        string? text = TextOf(dataset, element);
        if (!element.Tag.IsPrivate)
        {
            _attributes.Check(dataset, element, text, original, _findings);
        }

        SearchKnown(dataset, element, text);
        if (text is null || text.Length == 0)
        {
            return;
        }

        if (vr == DicomVR.DA || vr == DicomVR.DT)
        {
            _dates.Check(dataset, element, text, original, _findings);
        }
        else if (vr == DicomVR.UI)
        {
            UidCheck.Check(dataset, element, text, original, _findings);
            if (element.Tag.Value == 0x00081155)
            {
                References.Add(text.Trim(' ', '\0'));
            }

            return;
        }

        if (!_patterns.IsAllowed(text.Trim(' ', '\0')))
        {
            SearchPatterns(dataset, element, text);
        }
    }

    private void SearchPatterns(DicomDataset dataset, in DicomElement element, string text)
    {
        DicomVR vr = element.VR;
        bool isDate = vr == DicomVR.DA || vr == DicomVR.DT || vr == DicomVR.TM || vr == DicomVR.AS;
        bool isNumber = vr == DicomVR.DS || vr == DicomVR.IS || (!vr.IsText && vr != DicomVR.UN);
        _patternHits.Clear();
        _patterns.Search(text, isDate, isNumber, _patternHits);
        foreach (PatternHit hit in _patternHits)
        {
            _findings.Add(hit.Severity, hit.Kind, dataset, element, hit.Reason);
        }
    }

    private void SearchKnown(DicomDataset dataset, in DicomElement element, string? text)
    {
        if (_known.IsEmpty)
        {
            return;
        }

        _hits.Clear();
        if (text is not null)
        {
            _known.SearchText(text, _hits);
        }

        // The bytes as well, unless the text is nothing but them.
        ReadOnlySpan<byte> raw = element.RawValue;
        if (!raw.IsEmpty && (text is null || !element.VR.IsText || HoldsOther(raw)))
        {
            _known.SearchBytes(raw, _hits);
        }

        foreach (TermHit hit in _hits)
        {
            if (element.Tag == DicomTags.PixelData && hit.Term.Length < KnownTerms.ShortestInPixels)
            {
                continue;
            }

            _findings.Found.Add(hit.Term.Identifier);
            _findings.Add(Weigh(hit), "KnownIdentifier", dataset, element, Explain(hit, "The value"));
        }
    }

    private static bool HoldsOther(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b is >= 0x80 or 0x1B or 0)
            {
                return true;
            }
        }

        return false;
    }

    private static string? TextOf(DicomDataset dataset, in DicomElement element)
    {
        if (element.Fragments is not null || element.Length > LongestText)
        {
            return null;
        }

        if (element.VR == DicomVR.UN && !element.IsBulk)
        {
            return dataset.CharacterSet.Decode(element.RawValue, DicomVR.UT);
        }

        if (!element.VR.IsText && element.Length > 4096)
        {
            return null; // long tables of numbers are no text; their bytes are searched
        }

        return dataset.GetText(element, LongestText);
    }
}
