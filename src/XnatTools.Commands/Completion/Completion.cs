using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>What may be typed, and what it stands for.</summary>
internal readonly struct Choice
{
    internal Choice(string text, string toolTip)
    {
        Text = text;
        ToolTip = string.IsNullOrEmpty(toolTip) ? text : toolTip;
    }

    internal string Text { get; }

    internal string ToolTip { get; }
}

/// <summary>Matches what was typed: begins with it, then contains it; quotes where needed and keeps the user's quote.</summary>
internal static class Completion
{
    internal static IEnumerable<CompletionResult> Match(string? typed, IReadOnlyList<Choice> choices)
    {
        string word = typed ?? "";
        char quote = word.Length > 0 && word[0] is '\'' or '"' ? word[0] : '\0';
        word = word.Trim('\'', '"');
        List<CompletionResult> begins = [];
        List<CompletionResult> contains = [];
        foreach (Choice choice in choices)
        {
            int at = choice.Text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (choice.Text.Length > 0 && at >= 0)
            {
                (at == 0 ? begins : contains).Add(
                    new CompletionResult(Quote(choice.Text, quote), choice.Text, CompletionResultType.ParameterValue, choice.ToolTip));
            }
        }

        begins.AddRange(contains);
        return begins;
    }

    private static string Quote(string text, char quote)
    {
        if (quote == '"')
        {
            return '"' + text.Replace("`", "``").Replace("$", "`$").Replace("\"", "`\"") + '"';
        }

        return quote == '\'' || NeedsQuotes(text) ? "'" + text.Replace("'", "''") + "'" : text;
    }

    private static bool NeedsQuotes(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.'))
            {
                return true;
            }
        }

        return text[0] == '-';
    }
}
