using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using XnatTools.Client;
using XnatTools.Import.Campaign;
using XnatTools.Import.Json;

namespace XnatTools.Commands;

/// <summary>Writes studies as an import request that the server accepts. It is text only: nothing is sent.</summary>
[Cmdlet(VerbsData.ConvertTo, "XnatDqrJson")]
[OutputType(typeof(string))]
public sealed class ConvertToXnatDqrJsonCommand : XnatCmdlet
{
    private readonly List<PacsStudy> _studies = [];

    /// <summary>Studies of Find-PacsStudy, Select-PacsSeries or Set-XnatLabel.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PacsStudy? InputObject { get; set; }

    /// <summary>The project to import into.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string Project { get; set; } = "";

    /// <summary>XNAT's receiver as AE:port.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ReceiverCompleter))]
    public string Receiver { get; set; } = "";

    /// <summary>The PACS; without it the studies' own. A name or AE title needs a connection.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PacsCompleter))]
    public string? Pacs { get; set; }

    /// <summary>Without line breaks.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <summary>The connection to look up a PACS with; without it the one made last in this session.</summary>
    [Parameter]
    [ValidateNotNull]
    public XnatConnection? Connection { get; set; }

    private protected override void Process() => _studies.Add(InputObject!);

    private protected override void End()
    {
        if (_studies.Count == 0)
        {
            return;
        }

        (XnatReceiver? receiver, string? trouble) = ReceiverChoice.Choose(null, Receiver);
        if (receiver is null)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, trouble ?? "The receiver is to be named as AE:port.");
        }

        DqrImportRequest request = new()
        {
            PacsId = FindPacs(),
            Project = Project,
            ReceiverAETitle = receiver.AETitle,
            ReceiverPort = receiver.Port,
            Studies = _studies,
        };
        WriteObject(Encoding.UTF8.GetString(DqrJsonWriter.Write(request, !Compress)));
    }

    private long FindPacs()
    {
        if (Pacs is null)
        {
            return _studies[0].PacsId > 0 ? _studies[0].PacsId : throw new XnatException(XnatErrorCode.ArgumentInvalid, "The studies do not say which PACS they are on; give -Pacs.");
        }

        if (long.TryParse(Pacs, NumberStyles.None, CultureInfo.InvariantCulture, out long id))
        {
            return id;
        }

        XnatClient client = (XnatClient)CurrentConnection.Require(Connection).Client;
        return Run(token => PacsChoice.FindAsync(client, Pacs, token)).Id;
    }
}
