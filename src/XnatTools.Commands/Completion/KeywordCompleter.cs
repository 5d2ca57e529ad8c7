using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using XnatTools.Dicom;

namespace XnatTools.Commands;

/// <summary>Keywords of the DICOM dictionary, once two letters are typed: there are thousands.</summary>
internal sealed class KeywordCompleter : IArgumentCompleter
{
    private static readonly Lazy<Choice[]> s_choices = new(Load);

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        (wordToComplete ?? "").Trim('\'', '"').Length < 2 ? [] : Completion.Match(wordToComplete, s_choices.Value);

    private static Choice[] Load()
    {
        List<Choice> choices = [];
        foreach (DicomDictionaryEntry entry in DicomDictionary.Standard.Entries)
        {
            if (!entry.IsRetired)
            {
                choices.Add(new Choice(entry.Keyword, $"{entry.Tag} {entry.Name}"));
            }
        }

        choices.Sort((a, b) => string.CompareOrdinal(a.Text, b.Text));
        return choices.ToArray();
    }
}
