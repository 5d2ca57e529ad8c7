using System;
using System.Collections.Generic;
using System.Globalization;

namespace XnatTools.Dicom;

/// <content>Typed access to values.</content>
public sealed partial class DicomDataset
{
    /// <summary>
    /// The first value as text, without padding; null when the element is missing or has no value. Numbers are written in the
    /// invariant culture, tags as (gggg,eeee). LT, ST, UT and UR have one value, with its backslashes.
    /// </summary>
    public string? GetString(DicomTag tag) =>
        TryGet(tag, out DicomElement element) ? DicomValueText.First(element, CharacterSet) : null;

    /// <summary>Every value as text; empty when the element is missing or has no value.</summary>
    public string[] GetStrings(DicomTag tag) =>
        TryGet(tag, out DicomElement element) ? DicomValueText.All(element, CharacterSet) : [];

    /// <summary>The first value as a whole number (IS and binary numbers); null when missing or not one.</summary>
    public int? GetInt32(DicomTag tag) =>
        GetInt64(tag) is { } value && value is >= int.MinValue and <= int.MaxValue ? (int)value : null;

    /// <summary>The first value as a whole number; null when missing or not one.</summary>
    public long? GetInt64(DicomTag tag) =>
        TryGet(tag, out DicomElement element) && DicomValueNumber.TryGetInt64(element, 0, out long value) ? value : null;

    /// <summary>The first value as a number; null when missing or not one.</summary>
    public double? GetDouble(DicomTag tag) =>
        TryGet(tag, out DicomElement element) && DicomValueNumber.TryGetDouble(element, 0, out double value) ? value : null;

    /// <summary>Every value as a number; empty when missing or when one is not a number.</summary>
    public double[] GetDoubles(DicomTag tag)
    {
        if (!TryGet(tag, out DicomElement element))
        {
            return [];
        }

        double[] values = new double[DicomValueNumber.Count(element)];
        for (int i = 0; i < values.Length; i++)
        {
            if (!DicomValueNumber.TryGetDouble(element, i, out values[i]))
            {
                return [];
            }
        }

        return values;
    }

    /// <summary>The value of a DA; null when missing, empty or not a date. The old form yyyy.MM.dd is read too.</summary>
    public DateTime? GetDate(DicomTag tag) =>
        GetString(tag) is { } text && DicomDateTime.TryParseDate(text, out DateTime date) ? date : null;

    /// <summary>The value of a TM since midnight; null when missing, empty or not a time.</summary>
    public TimeSpan? GetTime(DicomTag tag) =>
        GetString(tag) is { } text && DicomDateTime.TryParseTime(text, out TimeSpan time) ? time : null;

    /// <summary>The value of a PN in its parts; null when missing or empty.</summary>
    public DicomPersonName? GetPersonName(DicomTag tag) =>
        GetString(tag) is { } text ? DicomPersonName.Parse(text) : null;

    /// <summary>
    /// The items of a sequence; null when the element is missing or none. A private UN that holds items is read as one; what is
    /// changed in its items is written as UN again.
    /// </summary>
    public IReadOnlyList<DicomDataset>? GetItems(DicomTag tag) =>
        TryGet(tag, out DicomElement element) ? (element.Sequence ?? ReadUnknown(element))?.Items : null;

    /// <summary>Number of values of an element as its representation counts them; items of a sequence.</summary>
    public int GetCount(DicomTag tag)
    {
        if (!TryGet(tag, out DicomElement element) || element.IsEmpty)
        {
            return 0;
        }

        return element.Items?.Count ?? (element.VR.IsText ? GetStrings(tag).Length : DicomValueNumber.Count(element));
    }

    /// <summary>
    /// Sets values as text; the representation is the dictionary's, or that of the element that is there. No values, or a null,
    /// make an empty element. Binary numbers are written as numbers.
    /// </summary>
    /// <exception cref="DicomException">A character is not in the data set's character set, or a value is not of the representation.</exception>
    public void SetString(DicomTag tag, params string?[]? values)
    {
        DicomVR vr = TryGet(tag, out DicomElement old) && old.VR != DicomVR.UN ? old.VR : DefaultVR(tag);
        SetString(tag, vr, values);
    }

    /// <summary>Sets values as text in a given representation.</summary>
    /// <exception cref="DicomException">A character is not in the data set's character set, or a value is not of the representation.</exception>
    public void SetString(DicomTag tag, DicomVR vr, params string?[]? values)
    {
        if (vr == DicomVR.SQ)
        {
            throw new DicomException(DicomErrorCode.ValueInvalid, $"{tag} is a sequence and takes items.");
        }

        DicomCharacterSet characters = CharacterSet;
        if (tag == DicomTags.SpecificCharacterSet)
        {
            characters = DicomCharacterSet.Default;
        }

        Set(new DicomElement(tag, vr, DicomValueText.Encode(tag, vr, values ?? [], characters)));
    }

    /// <summary>
    /// Writes all text, nested text too, in another character set and sets (0008,0005) to it; items lose their own. All or
    /// nothing: when a text cannot be read or has no place in the other set, nothing is changed. Text in UN stays as it is.
    /// </summary>
    /// <param name="name">A value of (0008,0005), terms with backslashes between; empty for ASCII.</param>
    /// <exception cref="DicomException">Not possible, with the tag that stood against it; or the set is unknown.</exception>
    public void ConvertCharacterSet(string name) => CharacterSetConversion.Convert(this, name ?? throw new ArgumentNullException(nameof(name)));

    /// <summary>Sets whole numbers, as text or binary as the representation wants.</summary>
    public void SetInt32(DicomTag tag, params int[] values)
    {
        string[] texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = values[i].ToString(CultureInfo.InvariantCulture);
        }

        SetString(tag, texts);
    }

    /// <summary>Sets numbers; DS is rounded to its sixteen characters.</summary>
    public void SetDouble(DicomTag tag, params double[] values)
    {
        bool text = (TryGet(tag, out DicomElement old) ? old.VR : DefaultVR(tag)).IsText;
        string[] texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = text ? DicomValueNumber.ToDecimalString(values[i]) : values[i].ToString("R", CultureInfo.InvariantCulture);
        }

        SetString(tag, texts);
    }

    /// <summary>Sets a date (DA).</summary>
    public void SetDate(DicomTag tag, DateTime date) => SetString(tag, date.ToString("yyyyMMdd", CultureInfo.InvariantCulture));

    /// <summary>The text of an element that people read: values with backslashes between, cut at a length; null for items and bytes.</summary>
    public string? GetText(DicomElement element, int maximum = 256) => DicomValueText.Display(element, CharacterSet, maximum);

    internal DicomVR DefaultVR(DicomTag tag)
    {
        DicomVR vr = DicomDictionary.Standard.VROf(tag);
        if (vr == DicomVR.UN && tag.IsPrivate && TryGetDictionaryEntry(tag, out DicomDictionaryEntry? entry))
        {
            return entry.VR;
        }

        if (vr == DicomVR.US && DicomDictionary.Standard.TryGet(tag, out entry) && entry.VRText.StartsWith("US/SS", StringComparison.Ordinal) && IsSigned())
        {
            return DicomVR.SS;
        }

        return vr;
    }

    private bool IsSigned()
    {
        for (DicomDataset? dataset = this; dataset is not null; dataset = dataset._parent)
        {
            if (dataset.GetInt32(DicomTags.PixelRepresentation) is { } value)
            {
                return value == 1;
            }
        }

        return false;
    }
}
