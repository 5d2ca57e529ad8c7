using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace XnatTools.Conventions.Tests;

/// <summary>
/// Reads the part of PowerShell's data language that a manifest needs: hashtables, arrays and single-quoted strings. What it
/// cannot read is an error, so a manifest that computes something does not pass unseen.
/// </summary>
internal sealed class PowerShellData
{
    private static readonly Regex s_token = new(@"\G(?:\s|;|\#[^\n]*)*(?:(?<open>@\{)|(?<list>@\()|(?<end>[)}])|(?<eq>=)|(?<comma>,)|'(?<text>(?:[^']|'')*)'|\$(?<const>true|false|null)|(?<word>[A-Za-z_]\w*)|(?<number>\d+))", RegexOptions.CultureInvariant);

    private readonly string _text;
    private int _at;

    private PowerShellData(string text) => _text = text;

    public static Dictionary<string, object?> Read(string text)
    {
        PowerShellData reader = new(text);
        return reader.Value() as Dictionary<string, object?> ?? throw new FormatException("A manifest is one hashtable.");
    }

    private Match Next()
    {
        Match match = s_token.Match(_text, _at);
        if (!match.Success)
        {
            throw new FormatException($"Not plain data at offset {_at.ToString(CultureInfo.InvariantCulture)}.");
        }

        _at = match.Index + match.Length;
        return match;
    }

    private object? Value() => Value(Next());

    private object? Value(Match token)
    {
        if (token.Groups["open"].Success)
        {
            return Table();
        }

        if (token.Groups["list"].Success)
        {
            List<object?> items = [];
            for (Match item = Next(); !item.Groups["end"].Success; item = Next())
            {
                if (!item.Groups["comma"].Success)
                {
                    items.Add(Value(item));
                }
            }

            return items.ToArray();
        }

        if (token.Groups["text"].Success)
        {
            return token.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal);
        }

        if (token.Groups["const"].Success)
        {
            return token.Groups["const"].Value switch { "true" => true, "false" => false, _ => null };
        }

        return token.Groups["number"].Success ? int.Parse(token.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : throw new FormatException($"'{token.Value.Trim()}' is not plain data.");
    }

    private Dictionary<string, object?> Table()
    {
        Dictionary<string, object?> table = new(StringComparer.OrdinalIgnoreCase);
        for (Match key = Next(); !key.Groups["end"].Success; key = Next())
        {
            if (!key.Groups["word"].Success || !Next().Groups["eq"].Success)
            {
                throw new FormatException($"'{key.Value.Trim()}' is not a key.");
            }

            table.Add(key.Groups["word"].Value, Value());
        }

        return table;
    }
}
