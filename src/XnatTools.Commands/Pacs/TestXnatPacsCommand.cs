using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Commands;

/// <summary>Asks XNAT whether a PACS answers its C-ECHO.</summary>
[Cmdlet(VerbsDiagnostic.Test, "XnatPacs")]
[OutputType(typeof(XnatPacsStatus), typeof(bool))]
public sealed class TestXnatPacsCommand : XnatConnectedCmdlet
{
    /// <summary>Number, name or AE title; the site's default PACS without it.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "PacsId", "Name")]
    [ArgumentCompleter(typeof(PacsCompleter))]
    public string? Pacs { get; set; }

    /// <summary>Give true or false only.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process()
    {
        XnatPacsStatus status = Run(AskAsync);
        if (Quiet)
        {
            WriteObject(status.Successful);
        }
        else
        {
            WriteObject(status);
        }
    }

    private async Task<XnatPacsStatus> AskAsync(CancellationToken token)
    {
        XnatPacs pacs = await PacsChoice.FindAsync(Client, Pacs, token).ConfigureAwait(false);
        return await Client.Pacs.PingAsync(pacs.Id, token).ConfigureAwait(false);
    }
}
