using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace XnatTools.Sandbox.Filing;

/// <summary>
/// A condition of the modality map (specification of the core API, 13): the part of JavaScript that such conditions are made of.
/// Words between # are elements of the object; comparisons, !, &amp;&amp;, ||, brackets, texts, numbers, regular expressions and the usual
/// methods of texts.
/// </summary>
internal sealed class FilterCondition
{
    private static readonly Regex s_token = new(
        @"\G\s*(?:(?<marker>#[^#]+#)|(?<text>'(?:[^'\\]|\\.)*'|""(?:[^""\\]|\\.)*"")|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_]\w*)|(?<sign>===|!==|==|!=|<=|>=|&&|\|\||[!<>().,]))",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    private static readonly Regex s_pattern = new(@"\G\s*/(?<body>(?:[^/\\]|\\.)+)/(?<flags>[a-z]*)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly List<(string Kind, string Text)> _tokens = [];
    private readonly Func<string, string?> _read;
    private readonly bool _strict;
    private int _at;

    private FilterCondition(string text, Func<string, string?> read, bool strict)
    {
        _read = read;
        _strict = strict;
        int at = 0;
        while (text.AsSpan(at).Trim().Length > 0)
        {
            // A slash begins a pattern: conditions do not divide.
            Match pattern = s_pattern.Match(text, at);
            Match match = pattern.Success ? pattern : s_token.Match(text, at);
            if (!match.Success)
            {
                throw new FormatException($"The condition is not understood at its character {at + 1}.");
            }

            if (pattern.Success)
            {
                _tokens.Add(("pattern", (match.Groups["flags"].Value.Contains('i', StringComparison.Ordinal) ? "(?i)" : "") + match.Groups["body"].Value.Replace("\\/", "/", StringComparison.Ordinal)));
            }
            else
            {
                Group group = match.Groups.Values.Skip(1).First(g => g.Success);
                _tokens.Add((group.Name, group.Value));
            }

            at = match.Index + match.Length;
        }
    }

    /// <summary>Whether it holds.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="read">Gives the value of an element by keyword or tag; null when it is missing.</param>
    /// <param name="strict">A missing element is an error, not a blank.</param>
    /// <exception cref="FormatException">It is not understood, or an element is missing where it may not.</exception>
    internal static bool Holds(string text, Func<string, string?> read, bool strict)
    {
        FilterCondition condition = new(text, read, strict);
        object? value = condition.Or();
        return condition._at == condition._tokens.Count ? IsTrue(value) : throw new FormatException("The condition goes on where it should end.");
    }

    private static bool IsTrue(object? value) => value switch
    {
        bool truth => truth,
        string text => text.Length > 0,
        double number => number != 0,
        Regex => true,
        _ => false,
    };

    private object? Or()
    {
        object? left = And();
        while (Take("||"))
        {
            object? right = And();
            left = IsTrue(left) ? left : right;
        }

        return left;
    }

    private object? And()
    {
        object? left = Comparison();
        while (Take("&&"))
        {
            object? right = Comparison();
            left = IsTrue(left) ? right : left;
        }

        return left;
    }

    private object? Comparison()
    {
        object? left = Unary();
        while (Peek is ("sign", "==" or "===" or "!=" or "!==" or "<" or ">" or "<=" or ">="))
        {
            string sign = _tokens[_at++].Text;
            left = Compare(left, sign, Unary());
        }

        return left;
    }

    private static bool Compare(object? left, string sign, object? right)
    {
        bool numbers = Number(left) is not null && Number(right) is not null && (left is double || right is double || sign[0] is '<' or '>');
        int order = numbers ? Number(left)!.Value.CompareTo(Number(right)!.Value) : string.CompareOrdinal(Words(left), Words(right));
        return sign switch
        {
            "==" or "===" => order == 0,
            "!=" or "!==" => order != 0,
            "<" => order < 0,
            ">" => order > 0,
            "<=" => order <= 0,
            _ => order >= 0,
        };
    }

    private object? Unary() => Take("!") ? !IsTrue(Unary()) : Member(Primary());

    private object? Primary()
    {
        (string kind, string text) = Next();
        switch (kind)
        {
            case "marker":
                string? value = _read(text.Trim('#').Trim());
                return value ?? (_strict ? throw new FormatException("An element of the condition is missing.") : "");
            case "text":
                return Unquote(text);
            case "number":
                return double.Parse(text, CultureInfo.InvariantCulture);
            case "pattern":
                return new Regex(text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            case "word" when text is "true" or "false":
                return text == "true";
            case "word" when text is "null" or "undefined":
                return null;
            case "sign" when text == "(":
                object? inner = Or();
                Expect(")");
                return inner;
            default:
                throw new FormatException($"The condition is not understood at {text}.");
        }
    }

    private object? Member(object? value)
    {
        while (Take("."))
        {
            string name = Next().Text;
            if (name == "length")
            {
                value = (double)Words(value).Length;
                continue;
            }

            Expect("(");
            object? argument = Take(")") ? null : Or();
            if (_tokens[_at - 1].Text != ")" || argument is not null)
            {
                Expect(")");
            }

            value = Call(value, name, argument);
        }

        return value;
    }

    private static object? Call(object? value, string name, object? argument) => (name, value, argument) switch
    {
        ("test", Regex pattern, _) => pattern.IsMatch(Words(argument)),
        ("match", _, Regex pattern) => pattern.IsMatch(Words(value)),
        ("match" or "search", _, string pattern) => Regex.IsMatch(Words(value), pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
        ("indexOf", _, not null) => (double)Words(value).IndexOf(Words(argument), StringComparison.Ordinal),
        ("includes" or "contains", _, not null) => Words(value).Contains(Words(argument), StringComparison.Ordinal),
        ("startsWith", _, not null) => Words(value).StartsWith(Words(argument), StringComparison.Ordinal),
        ("endsWith", _, not null) => Words(value).EndsWith(Words(argument), StringComparison.Ordinal),
        ("equals", _, not null) => Words(value) == Words(argument),
        ("toLowerCase", _, null) => Words(value).ToLowerInvariant(),
        ("toUpperCase", _, null) => Words(value).ToUpperInvariant(),
        ("trim", _, null) => Words(value).Trim(),
        _ => throw new FormatException($"The condition calls {name}, which is not understood."),
    };

    private static string Words(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        double number => number.ToString(CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static double? Number(object? value) =>
        value is double number ? number : double.TryParse(value as string, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : null;

    private static string Unquote(string text)
    {
        StringBuilder plain = new(text.Length);
        for (int i = 1; i < text.Length - 1; i++)
        {
            plain.Append(text[i] == '\\' ? text[++i] : text[i]);
        }

        return plain.ToString();
    }

    private (string Kind, string Text) Peek => _at < _tokens.Count ? _tokens[_at] : default;

    private (string Kind, string Text) Next() => _at < _tokens.Count ? _tokens[_at++] : throw new FormatException("The condition ends too soon.");

    private bool Take(string sign)
    {
        bool there = Peek == ("sign", sign);
        _at += there ? 1 : 0;
        return there;
    }

    private void Expect(string sign)
    {
        if (!Take(sign))
        {
            throw new FormatException($"The condition lacks {sign}.");
        }
    }
}
