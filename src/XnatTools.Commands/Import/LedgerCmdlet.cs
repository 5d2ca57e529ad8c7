using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using XnatTools.Client;
using XnatTools.Import.Campaign;
using XnatTools.Import.Diagnosis;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;
using XnatTools.Import.Report;

namespace XnatTools.Commands;

/// <summary>A cmdlet about ledgers. It asks the server too when there is a connection to the import's site, and does without otherwise.</summary>
public abstract class LedgerCmdlet : XnatCmdlet
{
    private protected LedgerCmdlet()
    {
    }

    /// <summary>The connection to use; without it the one made last in this session, if any.</summary>
    [Parameter]
    [ValidateNotNull]
    public XnatConnection? Connection { get; set; }

    /// <summary>The site of the import, when it is connected; else null.</summary>
    private protected XnatGateway? GatewayFor(LedgerState state)
    {
        XnatConnection? connection = Connection ?? CurrentConnection.Get();
        if (connection is not { IsOpen: true })
        {
            return null;
        }

        XnatGateway gateway = new((XnatClient)connection.Client);
        return string.Equals(gateway.Site, state.Header.Site, StringComparison.Ordinal) ? gateway : null;
    }

    /// <summary>The same, required.</summary>
    private protected XnatGateway RequireGateway(LedgerState state)
    {
        CurrentConnection.Require(Connection);
        return GatewayFor(state) ?? throw new XnatException(XnatErrorCode.ArgumentInvalid, "The connection is to another site than the import's.") { Advice = "Connect to the site of the import first." };
    }

    /// <summary>Full paths of the ledgers meant: wildcards expanded, a CSV file standing for its ledger.</summary>
    private protected IEnumerable<string> ResolveLedgers(string[] paths)
    {
        foreach (string path in paths)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(path))
            {
                yield return LedgerChoice.Of(ResolveLiteral(path));
                continue;
            }

            foreach (string found in SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider))
            {
                if (provider.Name == "FileSystem" && found.EndsWith(LedgerChoice.Extension, StringComparison.OrdinalIgnoreCase))
                {
                    yield return found;
                }
            }
        }
    }

    /// <summary>How the import stands, joined with the server where it is connected.</summary>
    private protected XnatImport Look(string path, TimeSpan stallAfter, bool askServer, out LedgerState state, out ServerFacts? facts)
    {
        // The lock first: when nobody holds it, nothing is written after the ledger is read.
        bool held = File.Exists(path) && LedgerFile.IsHeld(path);
        state = LedgerReader.Load(path, LedgerChoice.Keys);
        DateTimeOffset now = DateTimeOffset.Now;
        facts = null;
        XnatImportStatus status = ImportSummary.StatusOf(state, held);
        if (askServer && status != XnatImportStatus.Ended && state.HasIdentifiers && GatewayFor(state) is XnatGateway gateway)
        {
            bool thorough = ImportDiagnosis.NeedsServer(state, now, stallAfter);
            ShowProgress("Import", "asking the server");
            LedgerState read = state;
            facts = Run(token => ServerFacts.ReadAsync(gateway, gateway, gateway, read, thorough, token));
        }

        ImportStall[] stalls = ImportDiagnosis.Diagnose(state, status, now, stallAfter, facts);
        CampaignOptions options = CampaignSettings.Of(state.Header.Settings).ToOptions(follow: true, policy: "");
        return ImportSummary.Make(path, state, held, now, options.Schedule, options.Night, facts, stalls);
    }
}
