using System.Globalization;
using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>Gets the PACS that XNAT is configured to query.</summary>
[Cmdlet(VerbsCommon.Get, "XnatPacs")]
[OutputType(typeof(XnatPacs))]
public sealed class GetXnatPacsCommand : XnatConnectedCmdlet
{
    /// <summary>Numbers, names or AE titles, with wildcards; all without it.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id", "PacsId", "AETitle")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PacsCompleter))]
    public string[] Pacs { get; set; } = [];

    private protected override void Process()
    {
        NameFilter filter = new(Pacs);
        bool any = false;
        foreach (XnatPacs pacs in Run(token => Client.Pacs.ListAsync(token)))
        {
            if (filter.IsMatch(pacs.Id.ToString(CultureInfo.InvariantCulture)) || filter.IsMatch(pacs.Name) || filter.IsMatch(pacs.AETitle))
            {
                any = true;
                WriteObject(pacs);
            }
        }

        if (!any && filter.IsExact)
        {
            ReportRow(new XnatException(XnatErrorCode.PacsNotFound, "XNAT knows no PACS of that number, name or AE title."), string.Join(", ", Pacs));
        }
    }
}
