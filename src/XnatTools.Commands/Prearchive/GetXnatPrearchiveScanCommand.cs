using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>Gets the scans of prearchive sessions, with their files counted.</summary>
[Cmdlet(VerbsCommon.Get, "XnatPrearchiveScan", DefaultParameterSetName = ByObject)]
[OutputType(typeof(PrearchiveScan))]
public sealed class GetXnatPrearchiveScanCommand : PrearchiveCmdlet
{
    /// <summary>Scan ids, with wildcards; all without it.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[] Scan { get; set; } = [];

    private protected override void ProcessSession(PrearchiveSession session)
    {
        NameFilter filter = new(Scan);
        foreach (PrearchiveScan scan in Run(token => Client.Prearchive.ScansAsync(session, token)))
        {
            if (filter.IsMatch(scan.Id))
            {
                WriteObject(scan);
            }
        }
    }
}
