using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace XnatTools.Commands;

/// <summary>States of prearchive sessions and of queue records, by command.</summary>
internal sealed class StatusCompleter : IArgumentCompleter
{
    private static readonly Choice[] s_prearchive =
    [
        new("READY", "can be moved or archived"), new("RECEIVING", "images still arrive"), new("BUILDING", "XNAT reads it"),
        new("CONFLICT", "the archive has a part of it"), new("ERROR", "its log says why"), new("MOVING", "on its way to another project"),
        new("ARCHIVING", "on its way to the archive"), new("DELETING", "being deleted"),
    ];

    private static readonly Choice[] s_queue = [new("QUEUED", "waits"), new("PROCESSING", "is being retrieved")];

    private static readonly Choice[] s_history =
    [
        new("ISSUED", "the PACS was asked to send"), new("RECEIVED", "something arrived; not that it is complete"), new("FAILED", "a try failed"),
    ];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Match(wordToComplete, commandName switch
        {
            "Get-XnatImportQueue" => s_queue,
            "Get-XnatImportHistory" => s_history,
            _ => s_prearchive,
        });
}
