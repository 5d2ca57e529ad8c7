using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>The ways in which one identifier may be written: names turned round, dates as people write them, numbers in groups.</summary>
internal static class TermForms
{
    /// <summary>Shortest identifier, and shortest part of a name, that is looked for.</summary>
    public const int Shortest = 3;

    private static readonly string[] s_dateForms =
    [
        "yyyyMMdd", "dd/MM/yyyy", "d/M/yyyy", "dd.MM.yyyy", "d.M.yyyy", "dd-MM-yyyy", "yyyy-MM-dd", "yyyy.MM.dd", "yyyy/MM/dd",
        "ddMMyyyy", "dd MMM yyyy", "d MMM yyyy", "dd MMMM yyyy", "d MMMM yyyy", "dd-MMM-yyyy",
    ];

    private static readonly string[] s_readable = ["yyyyMMdd", "yyyy-MM-dd", "dd/MM/yyyy", "dd.MM.yyyy"];

    private static readonly char[] s_nameBreaks = ['^', '=', ',', ' ', '\t'];

    /// <summary>Forms of an identifier in lower case; none when it is too short to look for.</summary>
    public static List<(string Text, KnownTermKind Kind)> Of(string identifier)
    {
        List<(string, KnownTermKind)> forms = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        string text = (identifier ?? "").Trim();
        if (TryDate(text, out DateTime date))
        {
            foreach (string form in s_dateForms)
            {
                Add(forms, seen, date.ToString(form, CultureInfo.InvariantCulture), KnownTermKind.Date);
            }

            return forms;
        }

        Add(forms, seen, text, KnownTermKind.Whole);
        AddNumber(forms, seen, text);
        AddName(forms, seen, text);
        return forms;
    }

    /// <summary>Case folded as both sides of a search are.</summary>
    public static string Fold(string text) => text.ToLowerInvariant();

    private static bool TryDate(string text, out DateTime date) =>
        DateTime.TryParseExact(text, s_readable, CultureInfo.InvariantCulture, DateTimeStyles.None, out date) && date.Year is >= 1850 and <= 2100;

    private static void AddNumber(List<(string, KnownTermKind)> forms, HashSet<string> seen, string text)
    {
        StringBuilder digits = new();
        foreach (char c in text)
        {
            if (c is >= '0' and <= '9')
            {
                digits.Append(c);
            }
            else if (c is not (' ' or '-'))
            {
                return;
            }
        }

        string number = digits.ToString();
        Add(forms, seen, number, KnownTermKind.Whole);
        if (number.Length == 10)
        {
            foreach (string separator in new[] { " ", "-" })
            {
                Add(forms, seen, number.Substring(0, 3) + separator + number.Substring(3, 3) + separator + number.Substring(6), KnownTermKind.Whole);
            }
        }
    }

    private static void AddName(List<(string, KnownTermKind)> forms, HashSet<string> seen, string text)
    {
        bool separated = text.IndexOfAny(['^', '=']) >= 0;
        bool words = text.IndexOfAny([' ', ',']) > 0;
        if (!separated && !(words && IsAlphabetic(text)))
        {
            return;
        }

        foreach (string group in text.Split('='))
        {
            List<string> parts = [];
            foreach (string part in group.Split(s_nameBreaks, StringSplitOptions.RemoveEmptyEntries))
            {
                parts.Add(part);

                // Ideographs: one or two are a whole name already.
                bool dense = part[0] > 0x2E80;
                if (part.Length >= Shortest || (dense && part.Length >= 2))
                {
                    Add(forms, seen, part, KnownTermKind.NamePart);
                }
            }

            if (parts.Count >= 2)
            {
                foreach (string separator in new[] { "", " ", "^", ", ", ",", "_", "-", "." })
                {
                    Add(forms, seen, parts[0] + separator + parts[1], KnownTermKind.Whole);
                    Add(forms, seen, parts[1] + separator + parts[0], KnownTermKind.Whole);
                }
            }

            Add(forms, seen, group.Trim(' ', '^'), KnownTermKind.Whole);
        }
    }

    private static bool IsAlphabetic(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsLetter(c) && c is not (' ' or ',' or '-' or '\'' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    private static void Add(List<(string, KnownTermKind)> forms, HashSet<string> seen, string text, KnownTermKind kind)
    {
        string folded = Fold(text);
        int shortest = folded.Length > 0 && folded[0] > 0x2E80 ? 2 : Shortest;
        if (folded.Length >= shortest && seen.Add(folded))
        {
            forms.Add((folded, kind));
        }
    }

    /// <summary>The bytes in which a form may stand, whatever the file says of its character set.</summary>
    public static IEnumerable<byte[]> Encodings(string form)
    {
        if (DicomCharacterSet.IsAscii(form))
        {
            yield return Encoding.ASCII.GetBytes(form);
        }
        else
        {
            foreach (string variant in Variants(form))
            {
                foreach (string set in new[] { "ISO_IR 192", "ISO_IR 100", "ISO_IR 101", "ISO_IR 109", "ISO_IR 110", "ISO_IR 144", "ISO_IR 127", "ISO_IR 126", "ISO_IR 138", "ISO_IR 148", "GB18030", "ISO_IR 13", "\\ISO 2022 IR 87", "\\ISO 2022 IR 149" })
                {
                    if (DicomCharacterSet.Get(set).TryEncode(variant, DicomVR.LO, out byte[] bytes))
                    {
                        yield return bytes;
                    }
                }
            }
        }

        yield return Encoding.Unicode.GetBytes(form);
        yield return Encoding.BigEndianUnicode.GetBytes(form);
    }

    private static IEnumerable<string> Variants(string form)
    {
        yield return form;
        yield return form.ToUpperInvariant();
        yield return CultureInfo.InvariantCulture.TextInfo.ToTitleCase(form);
    }
}
