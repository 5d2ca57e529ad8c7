using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Commands;

/// <summary>XNAT's DICOM receivers as AE:port.</summary>
internal sealed class ReceiverCompleter : SiteCompleter
{
    private protected override async Task<Choice[]> AskAsync(XnatClient client, CancellationToken token)
    {
        List<Choice> choices = [];
        foreach (XnatReceiver receiver in await client.Receivers.ListAsync(token).ConfigureAwait(false))
        {
            choices.Add(new Choice(
                receiver.AETitle + ":" + receiver.Port.ToString(CultureInfo.InvariantCulture),
                receiver.CanRelabel ? "can relabel" : "cannot relabel what DQR retrieves"));
        }

        return choices.ToArray();
    }
}
