using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;

namespace XnatTools.Client;

/// <summary>Writes the bodies that the DQR plugin takes. Keys without a value are left out: the plugin reads null as the word "null".</summary>
internal static class DqrWrite
{
    public static byte[] Criteria(PacsCriteria criteria) => Json(writer =>
    {
        writer.WriteStartObject();
        if (criteria.PacsId > 0)
        {
            writer.WriteNumber("pacsId", criteria.PacsId);
        }

        Text(writer, "accessionNumber", criteria.AccessionNumber);
        Text(writer, "studyInstanceUid", criteria.StudyInstanceUid);
        Text(writer, "studyId", criteria.StudyId);
        Text(writer, "patientId", criteria.PatientId);
        Text(writer, "patientName", criteria.PatientName);
        Text(writer, "dob", criteria.PatientBirthDate);
        Text(writer, "modality", criteria.Modality);
        Text(writer, "seriesInstanceUid", criteria.SeriesInstanceUid);
        Text(writer, "seriesDescription", criteria.SeriesDescription);
        if (criteria.SeriesNumber is int number and > 0)
        {
            writer.WriteNumber("seriesNumber", number);
        }

        if (!string.IsNullOrEmpty(criteria.StudyDateStart) || !string.IsNullOrEmpty(criteria.StudyDateEnd))
        {
            writer.WriteStartObject("studyDateRange");
            Text(writer, "start", criteria.StudyDateStart);
            Text(writer, "end", criteria.StudyDateEnd);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    public static byte[] Series(long pacsId, IReadOnlyList<string> studyUids) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("pacsId", pacsId);
        Array(writer, "studyInstanceUids", studyUids);
        writer.WriteEndObject();
    });

    public static byte[] Import(DqrImportRequest request) => Json(writer =>
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        writer.WriteStartObject();
        writer.WriteNumber("pacsId", request.PacsId);
        writer.WriteString("aeTitle", request.ReceiverAETitle);
        if (request.ReceiverPort > 0)
        {
            writer.WriteNumber("port", request.ReceiverPort);
        }

        writer.WriteString("projectId", request.Project);
        writer.WriteBoolean("forceImport", request.ForceImport);
        Text(writer, "requestId", request.RequestId);
        writer.WriteStartArray("studies");
        foreach (PacsStudy study in request.Studies)
        {
            if (string.IsNullOrWhiteSpace(study.StudyInstanceUid) || !seen.Add(study.StudyInstanceUid))
            {
                throw new XnatException(XnatErrorCode.ArgumentInvalid, "A study in the import has no UID, or is there twice; the server would refuse all of them.") { TargetObject = study };
            }

            writer.WriteStartObject();
            writer.WriteString("studyInstanceUid", study.StudyInstanceUid);
            Array(writer, "seriesInstanceUids", study.SeriesInstanceUid);
            Array(writer, "seriesDescriptions", []);
            writer.WriteStartObject("relabelMap");
            foreach (KeyValuePair<string, string> entry in study.Labels.ToEntries())
            {
                writer.WriteString(entry.Key, RelabelWire.Write(entry.Value));
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static byte[] Ids(IReadOnlyList<long> ids) => Json(writer =>
    {
        writer.WriteStartArray();
        foreach (long id in ids)
        {
            writer.WriteNumberValue(id);
        }

        writer.WriteEndArray();
    });

    public static byte[] Enabled(bool enabled) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("enabled", enabled);
        writer.WriteEndObject();
    });

    public static HttpContent Content(byte[] json)
    {
        ByteArrayContent content = new(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            write(writer);
        }

        return stream.ToArray();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void Array(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
