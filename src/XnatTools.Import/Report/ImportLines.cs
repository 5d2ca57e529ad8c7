using System;
using System.Collections.Generic;
using XnatTools.Import.Campaign;
using XnatTools.Import.Diagnosis;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Report;

/// <summary>The lines of an import as items.</summary>
public static class ImportLines
{
    /// <summary>One item for each line, or for each study of a line that has several; as of now when the server was asked.</summary>
    public static IEnumerable<ImportItem> Items(LedgerState state, ServerFacts? facts = null)
    {
        if (state is null)
        {
            throw new ArgumentNullException(nameof(state));
        }

        foreach (LedgerLine line in state.Lines)
        {
            bool any = false;
            foreach (string key in line.Keys)
            {
                if (state.Find(key) is LedgerStudy study && (study.Rows.Count == 0 || study.Rows[0] == line.Row))
                {
                    any = true;
                    ImportItem item = CampaignItems.Of(study, state.Header);
                    yield return Seen(study, facts) is ImportOutcome now && now != item.Outcome ? new ImportItem(item) { Outcome = now, Code = null, Reason = "as the server shows it" } : item;
                }
            }

            if (!any)
            {
                yield return CampaignItems.Of(line, state.Header);
            }
        }
    }

    private static ImportOutcome? Seen(LedgerStudy study, ServerFacts? facts) => facts?.StateOf(study) switch
    {
        null => null,
        ImportState.Queued => ImportOutcome.Queued,
        ImportState.Retrieving => ImportOutcome.Retrieving,
        _ => ImportOutcome.Arriving,
    };
}
