using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace XnatTools.Import.Ledger;

/// <summary>Identifiers as JSON, before they are protected.</summary>
internal static class IdentifierText
{
    private static readonly string[] s_labels = ["Subject", "Session", "Relabel Patient Name", "Relabel Patient ID", "Relabel Study ID", "Relabel Accession Number", "Relabel Study Date", "Relabel Patient Birth Date"];

    public static byte[] Write(LedgerIdentifiers value)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.Text("uid", value.StudyInstanceUid);
            json.Text("acc", value.AccessionNumber);
            json.Text("pid", value.PatientId);
            json.Text("name", value.PatientName);
            json.Text("born", value.PatientBirthDate);
            json.Text("date", value.StudyDate);
            json.Text("desc", value.StudyDescription);
            json.Text("sid", value.StudyId);
            json.Text("file", value.SourceFile);
            Labels(json, value.Labels);
            json.Texts("sel", value.Selected);
            if (value.Series.Count > 0)
            {
                json.WriteStartArray("ser");
                foreach (KeyValuePair<string, string?> series in value.Series)
                {
                    json.WriteStringValue(series.Key);
                    json.WriteStringValue(series.Value);
                }

                json.WriteEndArray();
            }

            if (value.Criteria is ImportRow row)
            {
                json.WriteStartObject("row");
                json.WriteNumber("n", row.Row);
                json.Text("acc", row.AccessionNumber);
                json.Text("uid", row.StudyInstanceUid);
                json.Text("pid", row.PatientId);
                json.Text("date", row.StudyDate);
                json.Text("last", row.LastName);
                json.Text("first", row.FirstName);
                json.Text("born", row.PatientBirthDate);
                json.Text("mod", row.Modality);
                Labels(json, row.Labels);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    public static LedgerIdentifiers Read(byte[] text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        List<KeyValuePair<string, string?>> series = [];
        if (root.TryGetProperty("ser", out JsonElement list))
        {
            for (int i = 0; i + 1 < list.GetArrayLength(); i += 2)
            {
                series.Add(new KeyValuePair<string, string?>(list[i].GetString()!, list[i + 1].GetString()));
            }
        }

        string? file = root.Optional("file");
        return new LedgerIdentifiers
        {
            StudyInstanceUid = root.Optional("uid") ?? "",
            AccessionNumber = root.Optional("acc"),
            PatientId = root.Optional("pid"),
            PatientName = root.Optional("name"),
            PatientBirthDate = root.Optional("born"),
            StudyDate = root.Optional("date"),
            StudyDescription = root.Optional("desc"),
            StudyId = root.Optional("sid"),
            SourceFile = file,
            Labels = ReadLabels(root),
            Selected = root.Strings("sel"),
            Series = series,
            Criteria = root.TryGetProperty("row", out JsonElement row) ? ReadRow(row, file) : null,
        };
    }

    private static ImportRow ReadRow(JsonElement row, string? file) => new()
    {
        Row = row.GetProperty("n").GetInt32(),
        SourceFile = file,
        AccessionNumber = row.Optional("acc"),
        StudyInstanceUid = row.Optional("uid"),
        PatientId = row.Optional("pid"),
        StudyDate = row.Optional("date"),
        LastName = row.Optional("last"),
        FirstName = row.Optional("first"),
        PatientBirthDate = row.Optional("born"),
        Modality = row.Optional("mod"),
        Labels = ReadLabels(row),
    };

    private static void Labels(Utf8JsonWriter json, RelabelMap labels)
    {
        if (labels.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("labels");
        foreach (KeyValuePair<string, string> entry in labels.ToEntries())
        {
            json.WriteString(Array.IndexOf(s_labels, entry.Key).ToString(System.Globalization.CultureInfo.InvariantCulture), entry.Value);
        }

        json.WriteEndObject();
    }

    private static RelabelMap ReadLabels(JsonElement parent)
    {
        if (!parent.TryGetProperty("labels", out JsonElement labels))
        {
            return RelabelMap.Empty;
        }

        return new RelabelMap
        {
            Subject = labels.Optional("0"),
            Session = labels.Optional("1"),
            PatientName = labels.Optional("2"),
            PatientId = labels.Optional("3"),
            StudyId = labels.Optional("4"),
            AccessionNumber = labels.Optional("5"),
            StudyDate = labels.Optional("6"),
            PatientBirthDate = labels.Optional("7"),
        };
    }
}
