using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Commands;

/// <summary>What has to be known before anything is stored to a node.</summary>
internal static class ReceiverGuardSources
{
    /// <summary>Every PACS that the site knows; none where the plugin that registers them is missing.</summary>
    internal static async Task<IReadOnlyList<XnatPacs>> PacsAsync(XnatClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Pacs.ListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException error) when (error.Code == XnatErrorCode.DqrNotInstalled)
        {
            return [];
        }
    }
}
