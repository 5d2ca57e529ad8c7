using System.Globalization;
using System.Text;

namespace XnatTools.DicomEdit;

/// <summary>Text for the query of an address, as Java writes it: a blank becomes a plus.</summary>
internal static class UrlText
{
    public static string Encode(string text)
    {
        StringBuilder result = new(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)b;
            if (Lexer.IsLetter(c) || Lexer.IsDigit(c) || c is '.' or '-' or '*' or '_')
            {
                result.Append(c);
            }
            else if (c == ' ')
            {
                result.Append('+');
            }
            else
            {
                result.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return result.ToString();
    }
}
