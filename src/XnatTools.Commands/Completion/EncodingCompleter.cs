using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace XnatTools.Commands;

/// <summary>Encodings that CSV files come in.</summary>
internal sealed class EncodingCompleter : IArgumentCompleter
{
    private static readonly Choice[] s_choices =
    [
        new("UTF8", "Unicode, as most programs write it"), new("ANSI", "Windows Western European (1252), as Excel writes it"),
        new("Unicode", "UTF-16, as Excel's Unicode Text"), new("ASCII", "seven bits"), new("windows-1250", "Windows Central European"),
        new("windows-1251", "Windows Cyrillic"), new("iso-8859-1", "Latin 1"), new("850", "DOS Western European"),
    ];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Match(wordToComplete, s_choices);
}
