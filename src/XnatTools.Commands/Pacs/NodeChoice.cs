using System;
using XnatTools.Import.Nodes;

namespace XnatTools.Commands;

/// <summary>The node that a user names, with what its parameters say.</summary>
internal static class NodeChoice
{
    /// <exception cref="XnatException">Something of it cannot be used: nothing of the pipeline can succeed.</exception>
    internal static NodeProfile Make(string node, string? callingAETitle, bool useTls, string? thumbprint, int timeoutSec, int retrieveTimeoutSec = 600)
    {
        try
        {
            return new NodeProfile(NodeProfile.ParseNode(node))
            {
                CallingAETitle = callingAETitle ?? NodeProfile.DefaultAETitle,
                UseTls = useTls || !string.IsNullOrWhiteSpace(thumbprint),
                CertificateThumbprint = thumbprint,
                Timeout = TimeSpan.FromSeconds(timeoutSec),
                RetrieveTimeout = TimeSpan.FromSeconds(retrieveTimeoutSec),
            };
        }
        catch (XnatException fault)
        {
            throw new XnatException(XnatErrorCode.NodeInvalid, fault.Message, fault);
        }
    }
}
