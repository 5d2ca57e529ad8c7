using System;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Campaign;

/// <summary>Everything outside that a campaign touches, besides its ledger and the clock.</summary>
public sealed class CampaignSite
{
    public CampaignSite(IDqrGateway dqr, IPrearchiveGateway prearchive, ICampaignGateway campaign)
    {
        Dqr = dqr ?? throw new ArgumentNullException(nameof(dqr));
        Prearchive = prearchive ?? throw new ArgumentNullException(nameof(prearchive));
        Campaign = campaign ?? throw new ArgumentNullException(nameof(campaign));
    }

    /// <summary>A site behind one object that is all three.</summary>
    public static CampaignSite Of<T>(T gateway)
        where T : IDqrGateway, IPrearchiveGateway, ICampaignGateway => new(gateway, gateway, gateway);

    public IDqrGateway Dqr { get; }

    public IPrearchiveGateway Prearchive { get; }

    public ICampaignGateway Campaign { get; }

    /// <summary>The policy, looked at again while the campaign runs; null: it is not.</summary>
    public IPolicySource? Policy { get; init; }

    /// <summary>Another way for some studies; null when all go through XNAT's importer.</summary>
    public IDirectRoute? Direct { get; init; }
}
