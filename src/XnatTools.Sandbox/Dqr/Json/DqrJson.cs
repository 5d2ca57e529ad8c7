using System;
using System.Collections.Generic;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using XnatTools.Sandbox.Queue;

namespace XnatTools.Sandbox.Dqr;

/// <summary>Writes the plugin's answers: null properties are left out, dates of records are epoch milliseconds.</summary>
internal static class DqrJson
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Pacs(SandboxPacs pacs, PluginGeneration generation)
    {
        JsonObject result = [];
        Base(result, pacs.Id, pacs.Created, pacs.Timestamp);
        result["aeTitle"] = pacs.AeTitle;
        Add(result, "host", pacs.Host);
        Add(result, "label", pacs.Label);
        if (pacs.QueryRetrievePort is int port)
        {
            result["queryRetrievePort"] = port;
        }

        result["queryable"] = pacs.Queryable;
        result["defaultQueryRetrievePacs"] = pacs.DefaultQueryRetrievePacs;
        result["storable"] = pacs.Storable;
        result["defaultStoragePacs"] = pacs.DefaultStoragePacs;
        Add(result, "ormStrategySpringBeanId", pacs.OrmStrategySpringBeanId);
        result["supportsExtendedNegotiations"] = pacs.SupportsExtendedNegotiations;
        if (generation == PluginGeneration.V2)
        {
            result["dicomWebEnabled"] = pacs.DicomWebEnabled;
            Add(result, "dicomWebRootUrl", pacs.DicomWebRootUrl);
            Add(result, "dicomObjectIdentifier", pacs.DicomObjectIdentifier);
            result["anonymizationEnabled"] = pacs.AnonymizationEnabled;
        }

        return result;
    }

    public static JsonObject Ping(PacsPing ping) => new()
    {
        ["id"] = ping.Id,
        ["pacsId"] = ping.PacsId,
        ["successful"] = ping.Successful,
        ["pingTime"] = ping.PingTime.ToUnixTimeMilliseconds(),
    };

    public static JsonObject Interval(AvailabilityInterval interval) => new()
    {
        ["id"] = interval.Id,
        ["pacsId"] = interval.PacsId,
        ["dayOfWeek"] = DayName(interval.Day),
        ["availabilityStart"] = AvailabilityInterval.FormatTime(interval.Start),
        ["availabilityEnd"] = AvailabilityInterval.FormatTime(interval.End),
        ["threads"] = interval.Threads,
        ["utilizationPercent"] = interval.UtilizationPercent,
    };

    /// <summary><c>MONDAY</c> and so on.</summary>
    public static string DayName(DayOfWeek day) => day.ToString().ToUpperInvariant();

    public static JsonObject Project(DqrProjectSettings settings) => new()
    {
        ["id"] = settings.Id,
        ["projectId"] = settings.ProjectId,
        ["dqrEnabled"] = settings.DqrEnabled,
    };

    public static JsonObject Queue(QueueRecord record, PluginGeneration generation)
    {
        JsonObject result = Record(record, generation);
        result["priority"] = record.Priority;
        Add(result, "patientId", record.PatientId);
        Add(result, "remappingScript", record.RemappingScript);
        if (record.Retries is int retries)
        {
            result["retries"] = retries;
        }

        return result;
    }

    public static JsonObject History(HistoryRecord record, PluginGeneration generation)
    {
        JsonObject result = Record(record, generation);
        result["executedTime"] = record.ExecutedTime.ToUnixTimeMilliseconds();
        return result;
    }

    /// <summary>A row of the batch answer. The echoed date range is written as times of day, a defect of the plugin.</summary>
    public static JsonObject BatchRow(DqrCsvRow row, JsonArray studies)
    {
        PacsCriteria criteria = row.Criteria;
        JsonObject echo = new() { ["pacsId"] = 0 };
        Add(echo, "patientId", criteria.PatientId);
        Add(echo, "patientName", criteria.PatientName);
        Add(echo, "dob", criteria.Dob);
        Add(echo, "accessionNumber", criteria.AccessionNumber);
        Add(echo, "studyInstanceUid", criteria.StudyInstanceUid);
        Add(echo, "modality", criteria.Modality);
        if (criteria.StudyDateRange is DqrDateRange range)
        {
            echo["studyDateRange"] = new JsonObject
            {
                ["start"] = "00:00",
                ["end"] = range.End is null ? "23:59" : "00:00",
            };
        }

        echo["seriesNumber"] = 0;
        JsonObject relabel = [];
        foreach (KeyValuePair<string, string> entry in row.RelabelMap)
        {
            relabel[entry.Key] = entry.Value;
        }

        return new JsonObject { ["criteria"] = echo, ["relabelMap"] = relabel, ["studies"] = studies };
    }

    /// <summary>Adds a text unless it is null.</summary>
    public static void Add(JsonObject target, string key, string? value)
    {
        if (value is not null)
        {
            target[key] = value;
        }
    }

    /// <summary>Adds a text unless it is null or blank, as the plugin's own writers do.</summary>
    public static void AddFilled(JsonObject target, string key, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            target[key] = value;
        }
    }

    private static JsonObject Record(ImportRecord record, PluginGeneration generation)
    {
        JsonArray series = [];
        foreach (string uid in record.SeriesIds)
        {
            series.Add(uid);
        }

        JsonObject result = [];
        Base(result, record.Id, record.QueuedTime, record.QueuedTime);
        result["username"] = record.Username;
        result["pacsId"] = record.PacsId;
        Add(result, "xnatProject", record.XnatProject);
        result["studyInstanceUid"] = record.StudyInstanceUid;
        result["seriesIds"] = series;
        result["destinationAeTitle"] = record.DestinationAeTitle;
        if (generation == PluginGeneration.V2)
        {
            result["decodedAeAndPort"] = record.DestinationAeTitle;
        }

        result["status"] = record.Status;
        result["queuedTime"] = record.QueuedTime.ToUnixTimeMilliseconds();
        Add(result, "studyDate", record.StudyDate);
        Add(result, "studyId", record.StudyId);
        Add(result, "accessionNumber", record.AccessionNumber);
        Add(result, "patientName", record.PatientName);
        Add(result, "errorMessage", record.ErrorMessage);
        Add(result, "requestId", record.RequestId);
        return result;
    }

    private static void Base(JsonObject result, long id, DateTimeOffset created, DateTimeOffset timestamp)
    {
        result["id"] = id;
        result["enabled"] = true;
        result["created"] = created.ToUnixTimeMilliseconds();
        result["timestamp"] = timestamp.ToUnixTimeMilliseconds();
        result["disabled"] = 0;
    }
}
