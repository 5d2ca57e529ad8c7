using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Preflight;

/// <summary>What XNAT does to the headers of what arrives in a project. A sign-off holds for one policy only.</summary>
public sealed class ImportPolicy
{
    private ImportPolicy(XnatAnonScript? site, XnatAnonScript? project, PolicyMarks marks)
    {
        Site = site;
        Project = project;
        Marks = marks;
    }

    /// <summary>The site's script; null when it cannot be seen.</summary>
    public XnatAnonScript? Site { get; }

    /// <summary>The project's script; null when it cannot be seen.</summary>
    public XnatAnonScript? Project { get; }

    /// <summary>Changes with the scripts, with their being on or off, and with the receiver's ways.</summary>
    public string Fingerprint => Marks.Fingerprint;

    /// <summary>By which it is told what of it has changed.</summary>
    public PolicyMarks Marks { get; }

    /// <summary>Reads the policy as it stands now.</summary>
    /// <param name="gateway">The site.</param>
    /// <param name="project">Project the studies go to.</param>
    /// <param name="receiver">Receiver at which they arrive; null when it is not known.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<ImportPolicy> ReadAsync(IPolicyGateway gateway, string project, XnatReceiver? receiver, CancellationToken cancellationToken)
    {
        if (gateway is null)
        {
            throw new ArgumentNullException(nameof(gateway));
        }

        XnatAnonScript? site = await gateway.SiteScriptAsync(cancellationToken).ConfigureAwait(false);
        XnatAnonScript? own = await gateway.ProjectScriptAsync(project, cancellationToken).ConfigureAwait(false);
        string ways = receiver is null ? PolicyMarks.Gone : string.Format(CultureInfo.InvariantCulture, "{0},{1},{2},{3}", receiver, receiver.CanRelabel, receiver.AnonymizationEnabled, receiver.DirectArchive);
        return new ImportPolicy(site, own, new PolicyMarks(Mark(site), Mark(own), ways));
    }

    private static string Mark(XnatAnonScript? script) => script is null ? PolicyMarks.Unseen : script.InForce ? script.Hash! : PolicyMarks.None;
}
