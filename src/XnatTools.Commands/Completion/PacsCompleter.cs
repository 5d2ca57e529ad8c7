using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Commands;

/// <summary>Names of the PACS.</summary>
internal sealed class PacsCompleter : SiteCompleter
{
    private protected override async Task<Choice[]> AskAsync(XnatClient client, CancellationToken token)
    {
        List<Choice> choices = [];
        foreach (XnatPacs pacs in await client.Pacs.ListAsync(token).ConfigureAwait(false))
        {
            choices.Add(new Choice(pacs.Name, $"{pacs.AETitle}, number {pacs.Id}"));
        }

        return choices.ToArray();
    }
}
