using System;
using System.Globalization;
using System.Text;
using System.Text.Json;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>
/// The plugin's hand-written reader of search criteria, with its habits: a null is the text "null", the mere presence of
/// <c>studyDateIsToday</c> means today, unknown scalars are skipped, and an unknown key that holds an object or an array
/// derails it.
/// </summary>
internal static class PacsCriteriaParser
{
    public static PacsCriteria Parse(string body, DateOnly today)
    {
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(LenientJson.Normalize(body)));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw Malformed("an object is expected");
            }

            PacsCriteria criteria = Read(ref reader, today);
            return reader.Read() ? throw Malformed("text after the end") : criteria;
        }
        catch (JsonException)
        {
            throw Malformed("the body is not well-formed");
        }
    }

    private static PacsCriteria Read(ref Utf8JsonReader reader, DateOnly today)
    {
        PacsCriteria criteria = new();
        DateOnly? from = null;
        DateOnly? to = null;
        bool isToday = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (key == "studyDateRange")
            {
                criteria.StudyDateRange = ReadRange(ref reader, today);
                continue;
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                throw Malformed("unexpected structure");
            }

            string text = Text(ref reader);
            switch (key)
            {
                case "pacsId": criteria.PacsId = Number(text); break;
                case "patientId": criteria.PatientId = text; break;
                case "patientName": criteria.PatientName = text; break;
                case "dob": criteria.Dob = text; break;
                case "accessionNumber": criteria.AccessionNumber = text; break;
                case "studyInstanceUid": criteria.StudyInstanceUid = text; break;
                case "studyId": criteria.StudyId = text; break;
                case "seriesInstanceUid": criteria.SeriesInstanceUid = text; break;
                case "seriesDescription": criteria.SeriesDescription = text; break;
                case "seriesNumber": criteria.SeriesNumber = (int)Number(text); break;
                case "modality": criteria.Modality = text; break;
                case "studyDateFrom": from = Date(text, today); break;
                case "studyDateTo": to = Date(text, today); break;
                case "studyDateIsToday":
                    // Whatever the value, even false: only the key counts. After From or To it contradicts them.
                    if (from is not null || to is not null)
                    {
                        throw new XapiException(XapiFault.DataFormat, "studyDateIsToday cannot be combined with studyDateFrom or studyDateTo");
                    }

                    isToday = true;
                    break;
            }
        }

        if (isToday)
        {
            criteria.StudyDateRange = new DqrDateRange(today, today);
        }
        else if (from is not null || to is not null)
        {
            criteria.StudyDateRange = new DqrDateRange(from, to);
        }

        return criteria;
    }

    private static DqrDateRange ReadRange(ref Utf8JsonReader reader, DateOnly today)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Malformed("studyDateRange has to be an object");
        }

        DateOnly? start = null;
        DateOnly? end = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                throw Malformed("unexpected structure");
            }

            string text = Text(ref reader);
            if (key == "start")
            {
                start = Date(text, today);
            }
            else if (key == "end")
            {
                end = Date(text, today);
            }
        }

        return new DqrDateRange(start, end);
    }

    private static string Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => "null",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => reader.GetString()!,
    };

    private static long Number(string text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Malformed("a number is expected");

    private static DateOnly Date(string text, DateOnly today)
        => DqrDate.ParseCriterion(text, today) ?? throw Malformed("a date is expected");

    private static XapiException Malformed(string what) => new(XapiFault.MalformedJson, "Could not read JSON: " + what);
}
