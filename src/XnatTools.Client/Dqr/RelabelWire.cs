using System;
using System.Collections.Generic;

namespace XnatTools.Client;

/// <summary>
/// Relabel maps on the wire. Two quote characters there mean "set to empty"; the server puts values into a script without
/// escaping, so what could end the text or the line is refused here.
/// </summary>
internal static class RelabelWire
{
    private const string SetToEmpty = "\"\"";

    public static RelabelMap Read(IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return RelabelMap.Empty;
        }

        return new RelabelMap
        {
            Subject = Value(map, "Subject"),
            Session = Value(map, "Session"),
            PatientName = Value(map, "Relabel Patient Name"),
            PatientId = Value(map, "Relabel Patient ID"),
            StudyId = Value(map, "Relabel Study ID"),
            AccessionNumber = Value(map, "Relabel Accession Number"),
            StudyDate = Value(map, "Relabel Study Date"),
            PatientBirthDate = Value(map, "Relabel Patient Birth Date"),
        };
    }

    /// <summary>The text to send for a value of our map.</summary>
    public static string Write(string value)
    {
        if (value.Length == 0)
        {
            return SetToEmpty;
        }

        if (string.IsNullOrWhiteSpace(value))
        {
            throw new XnatException(XnatErrorCode.LabelInvalid, "A relabel value is blank; the server would leave the original in place.");
        }

        foreach (char c in value)
        {
            if (c is '"' or '\\' || char.IsControl(c))
            {
                throw new XnatException(XnatErrorCode.LabelInvalid, "A relabel value has a quote, a backslash or a control character, which would break the server's script.");
            }
        }

        return value;
    }

    private static string? Value(IReadOnlyDictionary<string, string> map, string key) =>
        map.TryGetValue(key, out string? value) ? (value.Trim('"').Length == 0 ? "" : value) : null;
}
