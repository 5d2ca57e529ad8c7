using System;
using System.Globalization;

namespace XnatTools.Dicom;

/// <summary>Dates and times as DICOM writes them (PS3.5 6.2: DA, TM, DT).</summary>
public static class DicomDateTime
{
    /// <summary>Reads <c>yyyyMMdd</c>, also the form <c>yyyy.MM.dd</c> of ACR-NEMA.</summary>
    public static bool TryParseDate(string? text, out DateTime date)
    {
        string trimmed = text?.Trim(' ', '\0') ?? "";
        string format = trimmed.Length == 10 ? "yyyy.MM.dd" : "yyyyMMdd";
        return DateTime.TryParseExact(trimmed, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    /// <summary>Reads <c>HHmmss.ffffff</c> in any of its shorter forms, also <c>HH:mm:ss</c>. A leap second becomes 59.999999.</summary>
    public static bool TryParseTime(string? text, out TimeSpan time)
    {
        time = default;
        string trimmed = text?.Trim(' ', '\0') ?? "";
        if (trimmed.Length >= 5 && trimmed[2] == ':')
        {
            trimmed = trimmed.Replace(":", "");
        }

        string fraction = "";
        int dot = trimmed.IndexOf('.');
        if (dot >= 0)
        {
            fraction = trimmed.Substring(dot + 1);
            trimmed = trimmed.Substring(0, dot);
        }

        if (trimmed.Length is not (2 or 4 or 6) || fraction.Length > 6 || (dot >= 0 && (trimmed.Length != 6 || fraction.Length == 0)))
        {
            return false;
        }

        int[] parts = [0, 0, 0];
        for (int i = 0; i < trimmed.Length; i++)
        {
            if (trimmed[i] is < '0' or > '9')
            {
                return false;
            }

            parts[i / 2] = (parts[i / 2] * 10) + (trimmed[i] - '0');
        }

        int micros = 0;
        for (int i = 0; i < 6; i++)
        {
            char c = i < fraction.Length ? fraction[i] : '0';
            if (c is < '0' or > '9')
            {
                return false;
            }

            micros = (micros * 10) + (c - '0');
        }

        if (parts[0] > 23 || parts[1] > 59 || parts[2] > 60)
        {
            return false;
        }

        if (parts[2] == 60)
        {
            parts[2] = 59;
            micros = 999999;
        }

        time = new TimeSpan(0, parts[0], parts[1], parts[2]) + TimeSpan.FromTicks(micros * 10L);
        return true;
    }

    /// <summary>
    /// Reads a DT, <c>yyyy</c> up to <c>yyyyMMddHHmmss.ffffff</c> with an optional zone <c>+hhmm</c>; missing parts are the first.
    /// </summary>
    /// <param name="text">The value.</param>
    /// <param name="value">Date and time as written.</param>
    /// <param name="offset">The zone, or null when there is none.</param>
    public static bool TryParseDateTime(string? text, out DateTime value, out TimeSpan? offset)
    {
        value = default;
        offset = null;
        string trimmed = text?.Trim(' ', '\0') ?? "";
        int sign = trimmed.IndexOfAny(['+', '-']);
        if (sign >= 0)
        {
            if (!TryParseTime(trimmed.Substring(sign + 1), out TimeSpan zone) || trimmed.Length - sign != 5)
            {
                return false;
            }

            offset = trimmed[sign] == '-' ? -zone : zone;
            trimmed = trimmed.Substring(0, sign);
        }

        string date = trimmed.Substring(0, Math.Min(8, trimmed.Length));
        string padded = date.Length switch
        {
            4 => date + "0101",
            6 => date + "01",
            _ => date,
        };
        if (!TryParseDate(padded, out value) || padded.Length != 8)
        {
            return false;
        }

        if (trimmed.Length > 8)
        {
            if (!TryParseTime(trimmed.Substring(8), out TimeSpan time))
            {
                return false;
            }

            value += time;
        }

        return true;
    }

    /// <summary>Reads an age <c>nnnD</c>, <c>nnnW</c>, <c>nnnM</c> or <c>nnnY</c>.</summary>
    public static bool TryParseAge(string? text, out int count, out char unit)
    {
        count = 0;
        unit = '\0';
        string trimmed = text?.Trim(' ', '\0') ?? "";
        if (trimmed.Length != 4 || trimmed[3] is not ('D' or 'W' or 'M' or 'Y'))
        {
            return false;
        }

        unit = trimmed[3];
        return int.TryParse(trimmed.Substring(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }
}
