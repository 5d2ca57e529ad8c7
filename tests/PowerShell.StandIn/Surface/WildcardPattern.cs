using System.Text;
using System.Text.RegularExpressions;

namespace System.Management.Automation;

public sealed class WildcardPattern
{
    private readonly Regex _regex;

    public WildcardPattern(string pattern)
        : this(pattern, WildcardOptions.None)
    {
    }

    public WildcardPattern(string pattern, WildcardOptions options)
    {
        StringBuilder text = new("^");
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            switch (c)
            {
                case '`' when i + 1 < pattern.Length:
                    text.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                case '*':
                    text.Append(".*");
                    break;
                case '?':
                    text.Append('.');
                    break;
                case '[':
                    int end = pattern.IndexOf(']', i);
                    text.Append(end < 0 ? "\\[" : pattern.Substring(i, end - i + 1));
                    i = end < 0 ? i : end;
                    break;
                default:
                    text.Append(Regex.Escape(c.ToString()));
                    break;
            }
        }

        RegexOptions regex = RegexOptions.Singleline | RegexOptions.CultureInvariant;
        _regex = new Regex(text.Append('$').ToString(), options.HasFlag(WildcardOptions.IgnoreCase) ? regex | RegexOptions.IgnoreCase : regex);
    }

    public static WildcardPattern Get(string pattern, WildcardOptions options) => new(pattern, options);

    public static bool ContainsWildcardCharacters(string pattern)
    {
        for (int i = 0; pattern is not null && i < pattern.Length; i++)
        {
            if (pattern[i] == '`')
            {
                i++;
            }
            else if (pattern[i] is '*' or '?' or '[' or ']')
            {
                return true;
            }
        }

        return false;
    }

    public static string Escape(string pattern)
    {
        StringBuilder text = new();
        foreach (char c in pattern)
        {
            if (c is '*' or '?' or '[' or ']')
            {
                text.Append('`');
            }

            text.Append(c);
        }

        return text.ToString();
    }

    public bool IsMatch(string input) => _regex.IsMatch(input);
}
