using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using XnatTools.Import.Csv;

namespace XnatTools.Import.Labels;

/// <summary>
/// A pattern for labels: text with fields in braces. <c>{0}</c> is the running number, <c>{Row}</c> the line of the CSV file; other
/// names are fields of the study (<c>{StudyDate:yyyy}</c>, <c>{Modality}</c>, <c>{Subject}</c> ...) or columns of the CSV file. After a
/// colon stands a .NET format: of numbers for numbers, of dates for dates. Doubled braces stand for themselves.
/// </summary>
public sealed class LabelTemplate
{
    private readonly List<LabelPart> _parts;

    private LabelTemplate(string text, List<LabelPart> parts)
    {
        Text = text;
        _parts = parts;
        foreach (LabelPart part in parts)
        {
            UsesNumber |= part.Name == "0";
            UsesIdentifier |= part.Name is not null && LabelFields.IsIdentifier(part.Name);
        }
    }

    /// <summary>The pattern as given.</summary>
    public string Text { get; }

    /// <summary>True when it has the running number.</summary>
    public bool UsesNumber { get; }

    /// <summary>True when it puts an identifier of patient or study into the label, which relabelling is there to remove.</summary>
    public bool UsesIdentifier { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="XnatException">A brace has no partner, a field has no name, or a format is not one.</exception>
    public static LabelTemplate Parse(string template)
    {
        if (string.IsNullOrWhiteSpace(template))
        {
            throw Wrong("it is empty", 1);
        }

        List<LabelPart> parts = [];
        StringBuilder text = new();
        int i = 0;
        while (i < template.Length)
        {
            char c = template[i];
            if (c is '{' or '}' && i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i += 2;
            }
            else if (c == '{')
            {
                int end = template.IndexOf('}', i);
                if (end < 0)
                {
                    throw Wrong("a brace is not closed", i + 1);
                }

                if (text.Length > 0)
                {
                    parts.Add(new LabelPart(text.ToString(), null, null));
                    text.Clear();
                }

                parts.Add(Field(template.Substring(i + 1, end - i - 1), i + 1));
                i = end + 1;
            }
            else if (c == '}')
            {
                throw Wrong("a brace is closed that was not opened", i + 1);
            }
            else
            {
                text.Append(c);
                i++;
            }
        }

        if (text.Length > 0)
        {
            parts.Add(new LabelPart(text.ToString(), null, null));
        }

        return new LabelTemplate(template, parts);
    }

    /// <summary>The label of a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="number">The running number.</param>
    /// <param name="clean">Makes other characters _ as XNAT would, instead of refusing them.</param>
    /// <exception cref="XnatException">A field is blank or unknown, or the result is no label.</exception>
    public string Format(PacsStudy study, int number, bool clean = false)
    {
        if (study is null)
        {
            throw new ArgumentNullException(nameof(study));
        }

        StringBuilder label = new();
        foreach (LabelPart part in _parts)
        {
            label.Append(part.Name is null ? part.Text : ValueOf(part, study, number));
        }

        string result = clean ? LabelRules.Clean(label.ToString()) : label.ToString();
        return LabelRules.Require(result, study);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string ValueOf(LabelPart part, PacsStudy study, int number)
    {
        if (part.Name == "0")
        {
            return number.ToString(part.Format ?? "0", CultureInfo.InvariantCulture);
        }

        string? value = LabelFields.Find(study, part.Name!);
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new XnatException(XnatErrorCode.LabelInvalid, $"The label needs {part.Name}, which {study} does not have.") { TargetObject = study };
        }

        return part.Format is null ? value!.Trim() : Formatted(value!.Trim(), part.Format);
    }

    private static string Formatted(string value, string format)
    {
        if (value.Length == 8 && CsvText.IsAllDigits(value) && DateTime.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            && format.IndexOfAny(['y', 'M', 'd']) >= 0)
        {
            return date.ToString(format, CultureInfo.InvariantCulture);
        }

        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number.ToString(format, CultureInfo.InvariantCulture) : value;
    }

    private static LabelPart Field(string inside, int position)
    {
        int colon = inside.IndexOf(':');
        string name = (colon < 0 ? inside : inside.Substring(0, colon)).Trim();
        string? format = colon < 0 ? null : inside.Substring(colon + 1);
        if (name.Length == 0)
        {
            throw Wrong("a field has no name", position);
        }

        if (format is not null)
        {
            try
            {
                _ = name == "0" ? 1.ToString(format, CultureInfo.InvariantCulture) : new DateTime(2000, 1, 1).ToString(format, CultureInfo.InvariantCulture);
            }
            catch (FormatException e)
            {
                throw new XnatException(XnatErrorCode.ArgumentInvalid, $"The label template is wrong at character {position}: the format after the colon is not one.", e);
            }
        }

        return new LabelPart("", name, format);
    }

    private static XnatException Wrong(string what, int position) =>
        new(XnatErrorCode.ArgumentInvalid, $"The label template is wrong at character {position}: {what}. Example: {{0:000}} or {{Subject}}_{{0}}.");
}
