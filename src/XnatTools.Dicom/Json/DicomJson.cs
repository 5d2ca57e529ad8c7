using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace XnatTools.Dicom;

/// <summary>The DICOM JSON model (PS3.18 annex F), out and in.</summary>
public static class DicomJson
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions s_indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Writes a data set. Values that stay in the file, and pixel data in fragments, are named without their bytes.</summary>
    public static string Write(DicomDataset dataset, bool indented = false)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, indented ? s_indented : s_plain))
        {
            WriteDataset(writer, dataset ?? throw new ArgumentNullException(nameof(dataset)));
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Reads a data set; its text is written in UTF-8 (ISO_IR 192).</summary>
    /// <exception cref="DicomException">Not of the model.</exception>
    public static DicomDataset Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json ?? throw new ArgumentNullException(nameof(json)));
            return ReadDataset(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new DicomException(DicomErrorCode.ValueInvalid, "This is not DICOM JSON.", e);
        }
    }

    private static void WriteDataset(Utf8JsonWriter writer, DicomDataset dataset)
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
                WriteValue(writer, dataset, element);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, DicomDataset dataset, DicomElement element)
    {
        if (element.Items is { } items)
        {
            writer.WriteStartArray("Value");
            foreach (DicomDataset item in items)
            {
                WriteDataset(writer, item);
            }

            writer.WriteEndArray();
            return;
        }

        if (element.VR.IsBinary || element.Fragments is not null)
        {
            if (!element.IsBulk && element.Fragments is null)
            {
                byte[] value = element.ToBytes();
                DicomOutput.Swap(value, element.IsBigEndian ? element.VR.SwapUnit : 1);
                writer.WriteBase64String("InlineBinary", value);
            }

            return;
        }

        writer.WriteStartArray("Value");
        string[] texts = dataset.GetStrings(element.Tag);
        for (int i = 0; i < texts.Length; i++)
        {
            WriteOne(writer, element, texts[i]);
        }

        writer.WriteEndArray();
    }

    private static void WriteOne(Utf8JsonWriter writer, DicomElement element, string text)
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
                WriteGroup(writer, "Alphabetic", name.Alphabetic);
                WriteGroup(writer, "Ideographic", name.Ideographic);
                WriteGroup(writer, "Phonetic", name.Phonetic);
                writer.WriteEndObject();
                break;
            case "AT":
                writer.WriteStringValue(DicomTag.Parse(text).ToHex());
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

    private static void WriteGroup(Utf8JsonWriter writer, string name, string value)
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

    private static DicomDataset ReadDataset(JsonElement json)
    {
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 192");

        foreach (JsonProperty property in json.EnumerateObject())
        {
            DicomTag tag = DicomTag.Parse(property.Name);
            DicomVR vr = DicomVR.Parse(property.Value.GetProperty("vr").GetString() ?? "");
            if (tag == DicomTags.SpecificCharacterSet)
            {
                continue;
            }

            if (property.Value.TryGetProperty("InlineBinary", out JsonElement binary))
            {
                byte[] bytes = binary.GetBytesFromBase64();
                dataset.Set(new DicomElement(tag, vr, bytes.Length % 2 == 0 ? bytes : [.. bytes, 0]));
                continue;
            }

            bool has = property.Value.TryGetProperty("Value", out JsonElement values);
            if (vr == DicomVR.SQ)
            {
                DicomDataset[] items = new DicomDataset[has ? values.GetArrayLength() : 0];
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = ReadItem(values[i]);
                }

                dataset.SetItems(tag, items);
                continue;
            }

            if (!has || vr.IsBinary)
            {
                dataset.Set(new DicomElement(tag, vr, []));
                continue;
            }

            string[] texts = new string[values.GetArrayLength()];
            for (int i = 0; i < texts.Length; i++)
            {
                texts[i] = ReadOne(values[i]);
            }

            dataset.SetString(tag, vr, texts);
        }

        return dataset;
    }

    private static DicomDataset ReadItem(JsonElement json)
    {
        // Text of an item is encoded in the parent's set, so it is made with one and then freed of it.
        DicomDataset item = ReadDataset(json);
        item.Remove(DicomTags.SpecificCharacterSet);
        return item;
    }

    private static string ReadOne(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Object => (Group(value, "Alphabetic") + "=" + Group(value, "Ideographic") + "=" + Group(value, "Phonetic")).TrimEnd('='),
        _ => value.GetString() ?? "",
    };

    private static string Group(JsonElement value, string name) => value.TryGetProperty(name, out JsonElement group) ? group.GetString() ?? "" : "";
}
