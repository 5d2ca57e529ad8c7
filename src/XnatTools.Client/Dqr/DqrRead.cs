using System;
using System.Collections.Generic;
using System.Text.Json;

namespace XnatTools.Client;

/// <summary>Reads the objects of the DQR plugin in all their variants.</summary>
internal static class DqrRead
{
    public static XnatPacs Pacs(JsonElement item)
    {
        string aeTitle = item.Text("aeTitle") ?? "";
        return new XnatPacs
        {
            Id = item.Long("id") ?? 0,
            Name = item.Text("label") ?? aeTitle,
            AETitle = aeTitle,
            HostName = item.Text("host"),
            Port = item.Int("queryRetrievePort"),
            Queryable = item.Bool("queryable") ?? true,
            IsDefault = item.Bool("defaultQueryRetrievePacs") ?? item.Bool("defaultQrAe") ?? false,
            Storable = item.Bool("storable") ?? false,
            DicomWeb = item.Bool("dicomWebEnabled") ?? false,
        };
    }

    public static PacsStudy Study(JsonElement item, long pacsId, RelabelMap labels)
    {
        item.Find("patient", out JsonElement patient);
        return new PacsStudy
        {
            PacsId = pacsId,
            StudyInstanceUid = item.Text("studyInstanceUid") ?? "",
            StudyId = item.Text("studyId"),
            StudyDescription = item.Text("studyDescription"),
            AccessionNumber = item.Text("accessionNumber"),
            StudyDate = WireDate.Day(item.Text("studyDate")),
            Modality = item.Texts("modalitiesInStudy") is { Length: > 0 } modalities ? modalities : item.Texts("modality"),
            ReferringPhysicianName = Name(item, "referringPhysicianName"),
            PatientId = patient.Text("id") ?? item.Text("patientId"),
            PatientName = Name(patient, "name") ?? Name(item, "patientName"),
            PatientSex = patient.Text("sex"),
            PatientBirthDate = WireDate.Day(patient.Text("birthDate") ?? item.Text("dob")),
            SeriesCount = item.Int("numberOfStudyRelatedSeries") ?? item.Int("seriesCount"),
            InstanceCount = item.Int("numberOfStudyRelatedInstances") ?? item.Int("instanceCount"),
            Labels = labels,
        };
    }

    public static PacsSeries Series(JsonElement item, string studyUid, long pacsId) => new()
    {
        StudyInstanceUid = studyUid,
        SeriesInstanceUid = item.Text("seriesInstanceUid", "uniqueIdentifier") ?? "",
        SeriesNumber = item.Int("seriesNumber"),
        Modality = item.Text("modality"),
        SeriesDescription = item.Text("seriesDescription"),
        InstanceCount = item.Int("numberOfSeriesRelatedInstances") ?? item.Int("instanceCount"),
        PacsId = pacsId,
    };

    public static ImportQueueItem QueueItem(JsonElement item, bool history) => new()
    {
        Id = item.Long("id") ?? 0,
        IsHistory = history,
        Status = (item.Text("status") ?? "").ToUpperInvariant(),
        UserName = item.Text("username"),
        PacsId = item.Long("pacsId") ?? 0,
        Project = item.Text("xnatProject", "projectId"),
        StudyInstanceUid = item.Text("studyInstanceUid") ?? "",
        SeriesInstanceUid = item.Texts("seriesIds"),
        AccessionNumber = item.Text("accessionNumber"),
        PatientId = item.Text("patientId"),
        PatientName = Name(item, "patientName"),
        StudyDate = WireDate.Day(item.Text("studyDate")),
        Destination = item.Text("decodedAeAndPort", "destinationAeTitle"),
        Priority = item.Long("priority"),
        Retries = item.Int("retries"),
        QueuedTime = WireDate.Moment(item, "queuedTime"),
        ExecutedTime = WireDate.Moment(item, "executedTime"),
        RequestId = item.Text("requestId"),
        ErrorMessage = item.Text("errorMessage"),
        Subject = Assigned(item, "(0010,0010)") ?? item.Text("subjectLabel"),
        Session = Assigned(item, "(0020,0010)") ?? item.Text("experimentLabel"),
    };

    /// <summary>What the record's relabelling script writes into a tag: the plugin's scripts are one assignment of a text a line.</summary>
    private static string? Assigned(JsonElement item, string tag)
    {
        foreach (string line in (item.Text("remappingScript") ?? "").Split('\n'))
        {
            string text = line.Trim();
            int open = text.IndexOf('"');
            if (text.StartsWith(tag, StringComparison.OrdinalIgnoreCase) && open > 0 && text.Substring(tag.Length, open - tag.Length).Trim() == ":=")
            {
                int close = text.IndexOf('"', open + 1);
                return close < 0 ? null : text.Substring(open + 1, close - open - 1);
            }
        }

        return null;
    }

    public static DqrBatchRow BatchRow(JsonElement item, long pacsId)
    {
        Dictionary<string, string> criteria = new(StringComparer.OrdinalIgnoreCase);
        if (item.Find("criteria", out JsonElement echoed) && echoed.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in echoed.EnumerateObject())
            {
                // pacsId and seriesNumber are always 0 here, and the date range is written as times of day: a defect.
                bool useless = property.Name.Equals("pacsId", StringComparison.OrdinalIgnoreCase) || property.Name.Equals("seriesNumber", StringComparison.OrdinalIgnoreCase)
                    || property.Name.StartsWith("studyDate", StringComparison.OrdinalIgnoreCase);
                string? value = useless ? null : property.Value.ValueKind == JsonValueKind.Object ? Name(echoed, property.Name) : JsonRead.AsText(property.Value);
                if (value is not null)
                {
                    criteria[property.Name] = value;
                }
            }
        }

        Dictionary<string, string> map = new(StringComparer.OrdinalIgnoreCase);
        if (item.Find("relabelMap", out JsonElement relabel) && relabel.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in relabel.EnumerateObject())
            {
                if (JsonRead.AsText(property.Value) is string value)
                {
                    map[property.Name] = value;
                }
            }
        }

        RelabelMap labels = RelabelWire.Read(map);
        List<PacsStudy> studies = [];
        if (item.Find("studies", out JsonElement found))
        {
            foreach (JsonElement study in found.Items())
            {
                studies.Add(Study(study, pacsId, labels));
            }
        }

        return new DqrBatchRow { Criteria = criteria, RelabelMap = map, Studies = studies };
    }

    /// <summary>A person's name in DICOM form: from text, from "Last, First", or from an object with parts.</summary>
    public static string? Name(JsonElement element, string name)
    {
        if (!element.Find(name, out JsonElement value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            if ((value.Text("dicomName") ?? value.Text("fullName") ?? value.Text("alphabetic") ?? value.Text("value") ?? value.Text("name")) is string whole)
            {
                return whole;
            }

            string joined = string.Join("^", First(value, "lastName", "familyName", "family", "last"), First(value, "firstName", "givenName", "given", "first"),
                First(value, "middleName", "middle"), First(value, "prefix", "namePrefix"), First(value, "suffix", "nameSuffix")).TrimEnd('^');
            return joined.Length == 0 ? null : joined;
        }

        string? text = JsonRead.AsText(value);
        int comma = text?.IndexOf(", ", StringComparison.Ordinal) ?? -1;
        return comma > 0 && text!.IndexOf('^') < 0 ? text.Substring(0, comma) + "^" + text.Substring(comma + 2) : text;
    }

    private static string First(JsonElement element, params string[] names)
    {
        foreach (string name in names)
        {
            if (element.Text(name) is string text)
            {
                return text;
            }
        }

        return "";
    }
}
