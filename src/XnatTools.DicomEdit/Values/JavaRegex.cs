using System;
using System.Text;
using System.Text.RegularExpressions;

namespace XnatTools.DicomEdit;

/// <summary>
/// Regular expressions are written for Java. What means something else here is rewritten (digits and word characters are
/// ASCII there, the dot stops at more line ends, \Q quotes, POSIX classes); what has no counterpart is refused.
/// </summary>
internal static class JavaRegex
{
    private const string LineEnds = "\\n\\r\\u0085\\u2028\\u2029";

    /// <exception cref="Fault">Not a regular expression, or one that cannot be run here.</exception>
    public static Regex Build(string pattern, bool whole, TimeSpan timeout)
    {
        if (pattern.Length > 10_000)
        {
            throw new Fault("A regular expression is too long.");
        }

        string translated = Translate(pattern);
        try
        {
            return new Regex(whole ? "\\A(?:" + translated + ")\\z" : translated, RegexOptions.CultureInvariant, timeout);
        }
        catch (ArgumentException)
        {
            throw new Fault("This is not a regular expression.");
        }
    }

    private static string Translate(string pattern)
    {
        StringBuilder result = new(pattern.Length + 16);
        int depth = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\')
            {
                i = Escape(pattern, i, depth > 0, result);
                continue;
            }

            if (depth > 0)
            {
                if (c == '[')
                {
                    throw new Fault("A class within a class of a regular expression is not supported.");
                }

                if (c == '&' && i + 1 < pattern.Length && pattern[i + 1] == '&')
                {
                    throw new Fault("An intersection (&&) in a regular expression is not supported.");
                }

                // A minus before a bracket would subtract here; Java takes it as it is.
                depth -= c == ']' ? 1 : 0;
                result.Append(c);
                continue;
            }

            switch (c)
            {
                case '[':
                    depth = 1;
                    result.Append(c);
                    if (i + 1 < pattern.Length && pattern[i + 1] == '^')
                    {
                        result.Append('^');
                        i++;
                    }

                    if (i + 1 < pattern.Length && pattern[i + 1] == ']')
                    {
                        result.Append("\\]");
                        i++;
                    }

                    break;
                case '.':
                    result.Append("[^" + LineEnds + "]");
                    break;
                case '$':
                    result.Append("(?=(?:\\r\\n|[" + LineEnds + "])?\\z)");
                    break;
                case '(' when i + 2 < pattern.Length && pattern[i + 1] == '?':
                    CheckGroup(pattern, i);
                    result.Append(c);
                    break;
                case '+' when i > 0 && IsQuantifier(pattern, i - 1):
                    throw new Fault("A possessive quantifier in a regular expression is not supported.");
                default:
                    result.Append(c);
                    break;
            }
        }

        return result.ToString();
    }

    /// <summary>Only the groups that mean the same in both: ?: ?= ?! ?&lt;= ?&lt;! ?&gt;, names, and the flag i.</summary>
    private static void CheckGroup(string pattern, int open)
    {
        char kind = pattern[open + 2];
        if (kind is ':' or '=' or '!' or '<' or '>')
        {
            return;
        }

        for (int i = open + 2; i < pattern.Length && pattern[i] is not (')' or ':'); i++)
        {
            if (pattern[i] is not ('i' or '-'))
            {
                throw new Fault("Of the flags of a regular expression only i is supported.");
            }
        }
    }

    /// <summary>Whether the character is a quantifier, and not an escaped one.</summary>
    private static bool IsQuantifier(string pattern, int index)
    {
        if (pattern[index] is not ('*' or '+' or '?' or '}'))
        {
            return false;
        }

        int slashes = 0;
        for (int i = index - 1; i >= 0 && pattern[i] == '\\'; i--)
        {
            slashes++;
        }

        return slashes % 2 == 0;
    }

    private static int Escape(string pattern, int at, bool inClass, StringBuilder result)
    {
        if (at + 1 >= pattern.Length)
        {
            throw new Fault("A regular expression ends in a backslash.");
        }

        char c = pattern[at + 1];
        switch (c)
        {
            case 'd':
                result.Append(inClass ? "0-9" : "[0-9]");
                return at + 1;
            case 'w':
                result.Append(inClass ? "a-zA-Z_0-9" : "[a-zA-Z_0-9]");
                return at + 1;
            case 's':
                result.Append(inClass ? " \\t\\n\\x0B\\f\\r" : "[ \\t\\n\\x0B\\f\\r]");
                return at + 1;
            case 'D' when !inClass:
                result.Append("[^0-9]");
                return at + 1;
            case 'W' when !inClass:
                result.Append("[^a-zA-Z_0-9]");
                return at + 1;
            case 'S' when !inClass:
                result.Append("[^ \\t\\n\\x0B\\f\\r]");
                return at + 1;
            case 'Q':
                int end = pattern.IndexOf("\\E", at + 2, StringComparison.Ordinal);
                string quoted = pattern.Substring(at + 2, (end < 0 ? pattern.Length : end) - at - 2);
                foreach (char q in quoted)
                {
                    result.Append(Lexer.IsLetter(q) || Lexer.IsDigit(q) ? q.ToString() : $"\\u{(int)q:X4}");
                }

                return end < 0 ? pattern.Length - 1 : end + 1;
            case 'p' or 'P':
                return Property(pattern, at, inClass, result);
            case 'Z':
                result.Append("(?=(?:\\r\\n|[" + LineEnds + "])?\\z)");
                return at + 1;
        }

        bool known = !Lexer.IsLetter(c) || "tnrfaecxukbBAGz".IndexOf(c) >= 0;
        if (!known || (c is 'b' or 'B' or 'A' or 'G' or 'z' or 'k' && inClass))
        {
            throw new Fault("An escape in a regular expression is not supported.");
        }

        result.Append('\\').Append(c);
        return at + 1;
    }

    private static int Property(string pattern, int at, bool inClass, StringBuilder result)
    {
        int end = at + 2 < pattern.Length && pattern[at + 2] == '{' ? pattern.IndexOf('}', at) : -1;
        string name = end < 0 ? pattern.Substring(at + 2, Math.Min(1, pattern.Length - at - 2)) : pattern.Substring(at + 3, end - at - 3);
        string? ascii = name switch
        {
            "Lower" => "a-z",
            "Upper" => "A-Z",
            "ASCII" => "\\x00-\\x7F",
            "Alpha" => "a-zA-Z",
            "Digit" => "0-9",
            "Alnum" => "a-zA-Z0-9",
            "Punct" => "!-/:-@\\[-`{-~",
            "Graph" => "!-~",
            "Print" => " -~",
            "Blank" => " \\t",
            "Cntrl" => "\\x00-\\x1F\\x7F",
            "XDigit" => "0-9a-fA-F",
            "Space" => " \\t\\n\\x0B\\f\\r",
            _ => null,
        };
        bool negated = pattern[at + 1] == 'P';
        if (ascii is not null)
        {
            if (inClass && negated)
            {
                throw new Fault("A negated property within a class of a regular expression is not supported.");
            }

            result.Append(inClass ? ascii : (negated ? "[^" : "[") + ascii + "]");
        }
        else if (name.Length is 1 or 2 && Lexer.IsLetter(name[0]))
        {
            result.Append(negated ? "\\P{" : "\\p{").Append(name).Append('}');
        }
        else
        {
            throw new Fault("A property in a regular expression is not supported.");
        }

        return end < 0 ? at + 2 : end;
    }
}
