using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Preflight;

/// <summary>Reads the policy of a project and receiver from the site, as the checks before an import do.</summary>
public sealed class PolicySource : IPolicySource
{
    private readonly ISiteGateway _site;
    private readonly IPolicyGateway _policy;
    private readonly string _project;
    private readonly string _receiver;

    /// <param name="site">The site.</param>
    /// <param name="policy">Its scripts.</param>
    /// <param name="project">Project the studies go to.</param>
    /// <param name="receiver">Receiver of the import, AE:port.</param>
    public PolicySource(ISiteGateway site, IPolicyGateway policy, string project, string receiver)
    {
        _site = site ?? throw new ArgumentNullException(nameof(site));
        _policy = policy ?? throw new ArgumentNullException(nameof(policy));
        _project = project;
        _receiver = receiver;
    }

    /// <inheritdoc/>
    public async Task<PolicyMarks> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<XnatReceiver>? receivers = await _site.ReceiversAsync(cancellationToken).ConfigureAwait(false);
        (XnatReceiver? receiver, _) = ReceiverChoice.Choose(receivers, _receiver);
        ImportPolicy policy = await ImportPolicy.ReadAsync(_policy, _project, receiver, cancellationToken).ConfigureAwait(false);
        return policy.Marks with { ReceiverSeen = receivers is not null };
    }
}
