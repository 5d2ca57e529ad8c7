using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using XnatTools.Import.Diagnosis;
using XnatTools.Import.Ledger;
using XnatTools.Import.Report;

namespace XnatTools.Commands;

/// <summary>
/// Shows how imports stand by their ledgers, also while another process runs them; joined with what the server says when it is
/// connected. When nothing moves, the link that stands still is named.
/// </summary>
[Cmdlet(VerbsCommon.Get, "XnatImport")]
[OutputType(typeof(XnatImport), typeof(ImportItem))]
public sealed class GetXnatImportCommand : LedgerCmdlet
{
    /// <summary>Ledgers, or CSV files beside which they lie; without any, those of the current folder and of imports without a file.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path", "FullName")]
    [SupportsWildcards]
    public string[]? Ledger { get; set; }

    /// <summary>Write the lines and studies with their outcome as of now instead of the whole.</summary>
    [Parameter]
    public SwitchParameter Item { get; set; }

    /// <summary>Only items of these outcomes; with -Item.</summary>
    [Parameter]
    public ImportOutcome[]? Outcome { get; set; }

    /// <summary>Do not ask the server.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>Time without any change after which an import counts as standing still, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 604800)]
    public int StallSec { get; set; } = 600;

    private protected override void Process()
    {
        foreach (string path in Ledger is null ? Known() : ResolveLedgers(Ledger))
        {
            Guard(() => Show(path), path);
        }
    }

    private void Show(string path)
    {
        XnatImport import = Look(path, TimeSpan.FromSeconds(StallSec), !Offline, out LedgerState state, out ServerFacts? facts);
        if (!Item)
        {
            WriteObject(import);
            return;
        }

        foreach (ImportItem item in ImportLines.Items(state, facts))
        {
            if (Outcome is null || Array.IndexOf(Outcome, item.Outcome) >= 0)
            {
                WriteObject(item);
            }
        }
    }

    private List<string> Known()
    {
        List<string> found = [];
        foreach (string folder in new[] { ResolveLiteral("."), LedgerStart.Folder })
        {
            if (Directory.Exists(folder))
            {
                found.AddRange(Directory.GetFiles(folder, "*" + LedgerChoice.Extension));
            }
        }

        return found;
    }
}
