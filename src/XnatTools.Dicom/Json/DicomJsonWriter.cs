using System;
using System.Globalization;
using System.Text.Json;

namespace XnatTools.Dicom;

/// <summary>Writes data sets as JSON.</summary>
internal sealed class DicomJsonWriter(Utf8JsonWriter writer, DicomJsonOptions options)
{
    public void WriteDataset(DicomDataset dataset) => WriteDataset(dataset, "");

    private void WriteDataset(DicomDataset dataset, string path)
    {
        writer.WriteStartObject();
        foreach (DicomElement element in dataset)
        {
            if (element.Tag.IsGroupLength)
            {
                continue;
            }

            writer.WriteStartObject(element.Tag.ToHex());
            writer.WriteString("vr", element.IsSequence ? "SQ" : element.VR.ToString());
            if (!element.IsEmpty)
            {
                WriteValue(dataset, element, path + element.Tag);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteValue(DicomDataset dataset, DicomElement element, string path)
    {
        if (element.Items is { } items)
        {
            writer.WriteStartArray("Value");
            for (int i = 0; i < items.Count; i++)
            {
                WriteDataset(items[i], path + "[" + i.ToString(CultureInfo.InvariantCulture) + "]/");
            }

            writer.WriteEndArray();
            return;
        }

        if (options.BulkDataUri?.Invoke(path, element) is { } uri)
        {
            writer.WriteString("BulkDataURI", uri);
            return;
        }

        if (element.VR.IsBinary || element.Fragments is not null)
        {
            if (element.Fragments is null && (!element.IsBulk || options.InlineLargeValues))
            {
                byte[] value = element.ToBytes();
                DicomOutput.Swap(value, element.IsBigEndian ? element.VR.SwapUnit : 1);
                writer.WriteBase64String("InlineBinary", value);
            }

            return;
        }

        string[] texts = dataset.GetStrings(element.Tag);
        if (texts.Length == 0 || (element.VR == DicomVR.PN && Array.TrueForAll(texts, static text => text.Trim('^', '=', ' ').Length == 0)))
        {
            return;
        }

        writer.WriteStartArray("Value");
        if (element.Tag == DicomTags.SpecificCharacterSet)
        {
            // The text is UTF-8 here, and the element says so (PS3.18 F.2.2).
            texts = ["ISO_IR 192"];
        }

        for (int i = 0; i < texts.Length; i++)
        {
            WriteOne(element, texts[i]);
        }

        writer.WriteEndArray();
    }

    private void WriteOne(DicomElement element, string text)
    {
        if (text.Length == 0)
        {
            writer.WriteNullValue();
            return;
        }

        switch (element.VR.ToString())
        {
            case "PN":
                DicomPersonName name = DicomPersonName.Parse(text);
                writer.WriteStartObject();
                WriteGroup("Alphabetic", name.Alphabetic);
                WriteGroup("Ideographic", name.Ideographic);
                WriteGroup("Phonetic", name.Phonetic);
                writer.WriteEndObject();
                break;
            case "AT":
                // A damaged value that is no tag stays text, as a damaged number does.
                writer.WriteStringValue(DicomTag.TryParse(text, out DicomTag tag) ? tag.ToHex() : text);
                break;
            case "IS" or "DS" or "US" or "SS" or "UL" or "SL" or "FL" or "FD" or "UV" or "SV":
                // Numbers that are none in JSON (NaN, or text that is no number) stay text, which the model allows.
                if (IsJsonNumber(text))
                {
                    writer.WriteRawValue(Normalize(text), skipInputValidation: true);
                }
                else
                {
                    writer.WriteStringValue(text);
                }

                break;
            default:
                writer.WriteStringValue(text);
                break;
        }
    }

    private void WriteGroup(string name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }

    private static bool IsJsonNumber(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || double.IsNaN(value) || double.IsInfinity(value))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (c is not ((>= '0' and <= '9') or '+' or '-' or '.' or 'e' or 'E'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The number as JSON wants it: no plus sign, no leading zeros, a digit on both sides of the point.</summary>
    private static string Normalize(string text)
    {
        string number = text.StartsWith("+", StringComparison.Ordinal) ? text.Substring(1) : text;
        string sign = number.StartsWith("-", StringComparison.Ordinal) ? "-" : "";
        number = number.Substring(sign.Length);
        int exponent = number.IndexOfAny(['e', 'E']);
        string tail = exponent < 0 ? "" : number.Substring(exponent);
        string mantissa = exponent < 0 ? number : number.Substring(0, exponent);
        int point = mantissa.IndexOf('.');
        string whole = (point < 0 ? mantissa : mantissa.Substring(0, point)).TrimStart('0');
        string fraction = point < 0 ? "" : mantissa.Substring(point + 1);
        return sign + (whole.Length == 0 ? "0" : whole) + (fraction.Length == 0 ? "" : "." + fraction) + tail;
    }
}
