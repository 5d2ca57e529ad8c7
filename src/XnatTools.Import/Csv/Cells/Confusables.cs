using System.Text;

namespace XnatTools.Import.Csv;

/// <summary>Letters of other scripts and signs that look like ASCII ones. Short by intent: what keyboards and spreadsheets produce.</summary>
internal static class Confusables
{
    private const string Odd =
        "\u0410\u0412\u0415\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0425\u0423\u0406\u0408\u0405" // Cyrillic capitals
        + "\u0430\u0435\u043E\u0440\u0441\u0445\u0443\u0456\u0458\u0455\u0501\u051B\u04BB" // Cyrillic small letters
        + "\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7" // Greek capitals
        + "\u03BF\u03BD\u03C1\u03B9" // Greek small letters
        + "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00AD\uFE58\uFE63\uFF0D" // dashes
        + "\u2044\u2215\u2024\uFF0E\uFF0F\u201A\uFF0C\uFF3F\u02CD"; // slash, dot, comma, low line

    private const string Usual =
        "ABEKMHOPCTXYIJS"
        + "aeopcxyijsdqh"
        + "ABEZHIKMNOPTYX"
        + "ovpi"
        + "-----------"
        + "//../,,__";

    /// <summary>True when the character looks like an ASCII one but is not.</summary>
    public static bool IsConfusable(char c) => c > 0x7F && (Odd.IndexOf(c) >= 0 || c is >= '\uFF01' and <= '\uFF5E');

    /// <summary>True for the signs that look like a hyphen.</summary>
    public static bool IsDash(char c) => c is >= '\u2010' and <= '\u2015' or '\u2212' or '\u00AD' or '\uFE58' or '\uFE63' or '\uFF0D';

    /// <summary>The text as it looks, in ASCII where possible.</summary>
    public static string Skeleton(string text)
    {
        StringBuilder result = new(text.Length);
        foreach (char c in text)
        {
            int index = c > 0x7F ? Odd.IndexOf(c) : -1;
            result.Append(index >= 0 ? Usual[index] : c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c);
        }

        return result.ToString();
    }
}
