using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace XnatTools.Sandbox.Dqr;

/// <summary>Writes what a PACS answered. The three forms of a patient's name and the two of a date are the plugin's.</summary>
internal static class DqrStudyJson
{
    /// <summary>A study of the study and batch queries: the name reads <c>Last, First</c>.</summary>
    public static JsonObject Study(FoundStudy study)
    {
        JsonObject result = StudyOnly(study);
        JsonObject patient = [];
        DqrJson.AddFilled(patient, "id", study.PatientId);
        DqrJson.AddFilled(patient, "name", ReadableName(study.PatientName));
        DqrJson.AddFilled(patient, "sex", study.PatientSex);
        if (patient.Count > 0)
        {
            result["patient"] = patient;
        }

        return result;
    }

    /// <summary>Studies gathered under their patients: the name has DICOM's form, and the birth date appears.</summary>
    public static JsonObject Patients(IReadOnlyList<FoundStudy> studies)
    {
        Dictionary<(string?, string?), JsonObject> patients = [];
        JsonArray results = [];
        foreach (FoundStudy study in studies)
        {
            (string?, string?) key = (study.PatientId, study.PatientName);
            if (!patients.TryGetValue(key, out JsonObject? patient))
            {
                patient = [];
                DqrJson.AddFilled(patient, "id", study.PatientId);
                DqrJson.AddFilled(patient, "name", study.PatientName);
                DqrJson.AddFilled(patient, "sex", study.PatientSex);
                DqrJson.AddFilled(patient, "birthDate", IsoDate(study.PatientBirthDate));
                patient["studies"] = new JsonArray();
                patients.Add(key, patient);
                results.Add(patient);
            }

            patient["studies"]!.AsArray().Add(StudyOnly(study));
        }

        return Limited(results);
    }

    /// <summary>The series of one study; <c>results</c> is absent when there is none.</summary>
    public static JsonObject SeriesOf(IReadOnlyList<FoundSeries> series)
    {
        JsonArray results = [];
        foreach (FoundSeries one in series)
        {
            results.Add(Series(one));
        }

        return Limited(results);
    }

    /// <summary><c>yyyyMMdd</c> as <c>yyyy-MM-dd</c>; anything else is dropped.</summary>
    public static string? IsoDate(string? dicom)
        => dicom is not null && DqrDate.ParseCell(dicom) is DateOnly date ? date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null;

    private static JsonObject Series(FoundSeries series)
    {
        JsonObject result = new()
        {
            ["seriesInstanceUid"] = series.SeriesInstanceUid,
            ["uniqueIdentifier"] = series.SeriesInstanceUid,
        };
        if (series.SeriesNumber is int number)
        {
            result["seriesNumber"] = number;
        }

        DqrJson.Add(result, "modality", series.Modality);
        DqrJson.Add(result, "seriesDescription", series.SeriesDescription);
        result["study"] = new JsonObject { ["studyInstanceUid"] = series.StudyInstanceUid };
        DqrJson.Add(result, "studyDate", series.StudyDate);
        DqrJson.Add(result, "studyId", series.StudyId);
        DqrJson.Add(result, "accessionNumber", series.AccessionNumber);
        DqrJson.Add(result, "patientId", series.PatientId);
        DqrJson.Add(result, "patientName", series.PatientName);
        return result;
    }

    private static JsonObject StudyOnly(FoundStudy study)
    {
        JsonObject result = new() { ["studyInstanceUid"] = study.StudyInstanceUid };
        DqrJson.AddFilled(result, "studyId", study.StudyId);
        DqrJson.AddFilled(result, "studyDescription", study.StudyDescription);
        DqrJson.AddFilled(result, "accessionNumber", study.AccessionNumber);
        DqrJson.AddFilled(result, "studyDate", IsoDate(study.StudyDate));
        if (study.Modalities.Length > 0)
        {
            JsonArray modalities = [];
            foreach (string modality in study.Modalities)
            {
                modalities.Add(modality);
            }

            result["modalitiesInStudy"] = modalities;
        }

        DqrJson.AddFilled(result, "referringPhysicianName", study.ReferringPhysicianName);
        return result;
    }

    private static JsonObject Limited(JsonArray results)
    {
        JsonObject limited = new()
        {
            ["hasLimitedResultSetSize"] = false,
            ["studyDateRangeLimitResults"] = new JsonObject { ["limitType"] = "NO_LIMIT", ["unlimited"] = true, ["limited"] = false },
        };
        if (results.Count > 0)
        {
            limited["results"] = results;
        }

        return limited;
    }

    private static string? ReadableName(string? name)
    {
        if (name is null)
        {
            return null;
        }

        string[] parts = name.Split('=')[0].Split('^');
        return parts.Length > 1 && parts[1].Length > 0 ? parts[0] + ", " + parts[1] : parts[0];
    }
}
