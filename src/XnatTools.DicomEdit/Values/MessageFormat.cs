using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace XnatTools.DicomEdit;

/// <summary>Java's message format, as far as texts go: {0} {1}, '' for an apostrophe, ' to quote.</summary>
internal static class MessageFormat
{
    public static string Format(string pattern, List<string?> values)
    {
        StringBuilder result = new();
        bool quoted = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\'')
            {
                if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
                {
                    result.Append('\'');
                    i++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (c == '{' && !quoted)
            {
                int end = pattern.IndexOf('}', i);
                string inner = end < 0 ? throw new Fault("format has a brace that is not closed.") : pattern.Substring(i + 1, end - i - 1);
                if (!int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                {
                    throw new Fault("format takes numbers in its braces.");
                }

                result.Append(index < values.Count ? values[index] ?? "null" : "{" + TextFunctions.Invariant(index) + "}");
                i = end;
            }
            else
            {
                result.Append(c);
            }

            if (result.Length > Limits.TextLength)
            {
                throw new Fault("A text grows beyond all measure.");
            }
        }

        return result.ToString();
    }
}
