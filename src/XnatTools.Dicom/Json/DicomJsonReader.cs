using System;
using System.IO;
using System.Text.Json;

namespace XnatTools.Dicom;

/// <summary>Reads data sets out of JSON.</summary>
internal sealed class DicomJsonReader(DicomJsonOptions options)
{
    public DicomDataset ReadDataset(JsonElement json)
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

            if (property.Value.TryGetProperty("BulkDataURI", out JsonElement uri))
            {
                dataset.Set(new DicomElement(tag, vr, Fetch(tag, uri.GetString() ?? "")));
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

    private byte[] Fetch(DicomTag tag, string uri)
    {
        using Stream? stream = options.OpenBulkData?.Invoke(uri);
        if (stream is null)
        {
            throw new DicomException(DicomErrorCode.NotSupported, $"The value of {tag} stands elsewhere (BulkDataURI), and there is no way to it.");
        }

        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        if (bytes.Length % 2 != 0)
        {
            bytes.WriteByte(0);
        }

        return bytes.ToArray();
    }

    private DicomDataset ReadItem(JsonElement json)
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
