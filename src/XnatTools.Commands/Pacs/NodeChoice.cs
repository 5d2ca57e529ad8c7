using System;
using XnatTools.Import.Campaign;
using XnatTools.Import.Nodes;
using XnatTools.Import.Profiles;

namespace XnatTools.Commands;

/// <summary>
/// The node that a user names, as AET@host:port or by the name of its PACS profile. What parameters say comes before the profile, and
/// the profile before what is usual.
/// </summary>
internal static class NodeChoice
{
    /// <param name="node">AET@host:port, or the name of a profile.</param>
    /// <param name="profiles">File of profiles; the user's own when null.</param>
    /// <param name="callingAETitle">Our own AE title.</param>
    /// <param name="useTls">Talk TLS.</param>
    /// <param name="thumbprint">Thumbprint of the node's certificate; means TLS.</param>
    /// <param name="timeoutSec">Null when the user gave none.</param>
    /// <param name="retrieveTimeoutSec">Null when the user gave none.</param>
    /// <exception cref="XnatException">Something of it cannot be used: nothing of the pipeline can succeed.</exception>
    internal static NodeProfile Make(string node, string? profiles, string? callingAETitle, bool useTls, string? thumbprint, int? timeoutSec, int? retrieveTimeoutSec = null)
    {
        try
        {
            NodeProfile usual = node.IndexOf('@') >= 0 ? new NodeProfile(NodeProfile.ParseNode(node)) : Named(node, profiles);
            bool own = !string.IsNullOrWhiteSpace(thumbprint);
            return new NodeProfile(usual.Node)
            {
                CallingAETitle = callingAETitle ?? usual.CallingAETitle,
                UseTls = useTls || own || usual.UseTls,
                CertificateThumbprint = own ? thumbprint : usual.CertificateThumbprint,
                Timeout = timeoutSec is int timeout ? TimeSpan.FromSeconds(timeout) : usual.Timeout,
                RetrieveTimeout = retrieveTimeoutSec is int retrieve ? TimeSpan.FromSeconds(retrieve) : usual.RetrieveTimeout,
                QueriesInFlight = usual.QueriesInFlight,
            };
        }
        catch (XnatException fault) when (fault.Code != XnatErrorCode.ProfileInvalid)
        {
            throw new XnatException(XnatErrorCode.NodeInvalid, fault.Message, fault);
        }
    }

    /// <summary>The node of a ledger.</summary>
    internal static NodeProfile Of(DirectSettings settings) =>
        Make(settings.Node, null, settings.CallingAETitle, settings.UseTls, settings.CertificateThumbprint, settings.TimeoutSeconds, settings.RetrieveTimeoutSeconds);

    /// <summary>The node of a profile.</summary>
    internal static NodeProfile Named(string name, string? profiles)
    {
        bool known = false;
        foreach (PacsProfile profile in ProfileChoice.Load(profiles))
        {
            if (string.Equals(profile.Name, name.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                known = true;
                if (profile.Node is { } node)
                {
                    return node;
                }
            }
        }

        throw new XnatException(XnatErrorCode.NodeInvalid, known
            ? "The PACS profile of that name names no node."
            : NodeProfile.NodeForm + " No PACS profile has that name.");
    }
}
