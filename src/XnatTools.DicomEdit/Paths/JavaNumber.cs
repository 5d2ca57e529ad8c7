using System;
using System.Globalization;

namespace XnatTools.DicomEdit;

/// <summary>Numbers as Java writes them: 30.0, 1.0E-5.</summary>
internal static class JavaNumber
{
    public static string ToText(float value) => Arrange(value, value.ToString("R", CultureInfo.InvariantCulture));

    public static string ToText(double value) => Arrange(value, value.ToString("R", CultureInfo.InvariantCulture));

    private static string Arrange(double value, string shortest)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "Infinity" : "-Infinity";
        }

        if (value == 0)
        {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }

        // The digits and the place of the point, out of the shortest text that reads back the same.
        string sign = value < 0 ? "-" : "";
        string text = shortest.TrimStart('-');
        int exponent = 0;
        int e = text.IndexOf('E');
        if (e >= 0)
        {
            exponent = int.Parse(text.Substring(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text.Substring(0, e);
        }

        int point = text.IndexOf('.');
        string digits = point < 0 ? text : text.Remove(point, 1);
        int place = (point < 0 ? text.Length : point) + exponent;
        int zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits.TrimStart('0').TrimEnd('0');
        place -= zeros;
        double size = Math.Abs(value);
        if (size is >= 1e-3 and < 1e7)
        {
            string whole = place <= 0 ? "0" : digits.PadRight(place, '0').Substring(0, place);
            string part = place <= 0 ? new string('0', -place) + digits : digits.Length > place ? digits.Substring(place) : "0";
            return sign + whole + "." + part;
        }

        return sign + digits.Substring(0, 1) + "." + (digits.Length > 1 ? digits.Substring(1) : "0") + "E" + (place - 1).ToString(CultureInfo.InvariantCulture);
    }
}
