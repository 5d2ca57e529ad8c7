using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Commands;

/// <summary>Ids of projects.</summary>
internal sealed class ProjectCompleter : SiteCompleter
{
    private protected override async Task<Choice[]> AskAsync(XnatClient client, CancellationToken token)
    {
        List<Choice> choices = [];
        foreach (XnatProject project in await client.Projects.ListAsync(token).ConfigureAwait(false))
        {
            choices.Add(new Choice(project.Id, project.Name));
        }

        return choices.ToArray();
    }
}
