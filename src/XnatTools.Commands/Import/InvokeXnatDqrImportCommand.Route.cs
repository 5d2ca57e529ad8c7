using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Count;
using XnatTools.Import.Direct;
using XnatTools.Import.Direct.Query;
using XnatTools.Import.Nodes;

namespace XnatTools.Commands;

/// <content>The direct route.</content>
public sealed partial class InvokeXnatDqrImportCommand
{
    /// <summary>The way into XNAT: its own importer (Dqr), received here and sent (Direct), or Auto.</summary>
    [Parameter]
    public ImportRoute Route { get; set; }

    /// <summary>The PACS as AET@host:port, or the name of a profile, for counting by C-FIND and for -Route Direct or Auto; without it the node of the PACS's profile.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    /// <summary>With -Route Direct or Auto: the staging folder. It will hold identifying files.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StagingPath { get; set; }

    /// <summary>With -Node: our own AE title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CallingAETitle { get; set; }

    /// <summary>With -Route Direct or Auto: port to listen on for C-MOVE, as the PACS knows it.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ListenPort { get; set; }

    /// <summary>With -Route Direct or Auto: AE title of our receiver for C-MOVE.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReceiverAETitle { get; set; }

    /// <summary>With -Route Direct or Auto: remove from staging what was proven, object by object, to be in XNAT.</summary>
    [Parameter]
    public SwitchParameter RemoveStaged { get; set; }

    /// <summary>With -Route Direct or Auto: hand over by C-STORE to XNAT's receiver (-Receiver) instead of the import service.</summary>
    [Parameter]
    public SwitchParameter UseReceiver { get; set; }

    private DirectSettings? MakeDirect(string? receiver)
    {
        if (Route == ImportRoute.Dqr)
        {
            return null;
        }

        NodeProfile? known = KnownNode();
        if (known is null && Node is null)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The direct route needs the PACS itself: name it with -Node AET@host:port, or in its profile.");
        }

        return new DirectSettings
        {
            Node = known?.ToString() ?? NodeProfile.ParseNode(Node).ToString(),
            Modalities = Route == ImportRoute.Auto ? PacsProfile?.DirectModalities ?? ["MR"] : null,
            CallingAETitle = CallingAETitle ?? known?.CallingAETitle,
            UseTls = known?.UseTls == true,
            CertificateThumbprint = known?.CertificateThumbprint,
            TimeoutSeconds = (int?)known?.Timeout.TotalSeconds,
            RetrieveTimeoutSeconds = (int?)known?.RetrieveTimeout.TotalSeconds,
            StagingPath = StagingPath is null
                ? throw new XnatException(XnatErrorCode.ArgumentInvalid, "The direct route needs a staging folder: -StagingPath.")
                : ResolveLiteral(StagingPath),
            ListenPort = ListenPort > 0 ? ListenPort : null,
            ReceiverAETitle = ReceiverAETitle,
            RemoveStaged = RemoveStaged,
            StoreTo = UseReceiver ? receiver ?? throw new XnatException(XnatErrorCode.ReceiverNotFound, "No receiver of XNAT was found to store to: name one with -Receiver.") : null,
        };
    }

    /// <summary>
    /// Why nothing can be received from the node, found before a ledger is begun: a wrong address or AE title would keep the import
    /// trying for hours. A node that only refuses for the moment is no obstacle.
    /// </summary>
    private PreflightFinding? CheckNode(string? receiver)
    {
        if (MakeDirect(receiver) is not DirectSettings direct)
        {
            return null;
        }

        try
        {
            Run(async token =>
            {
                NodeQueries queries = new(NodeChoice.Of(direct), new DirectPace { Patience = TimeSpan.Zero });
                await using (queries.ConfigureAwait(false))
                {
                    await queries.OpenAsync(token).ConfigureAwait(false);
                }
            });
            return null;
        }
        catch (XnatException fault) when (fault.Code == XnatErrorCode.PacsAssociationRejected)
        {
            WriteWarning("The node that studies are to be received from refuses now; it is waited for. " + fault.Message);
            return null;
        }
        catch (XnatException fault)
        {
            return new PreflightFinding { Check = "Node", Code = fault.Code.Id, Severity = FindingSeverity.Error, Message = "Nothing can be received from the node. " + fault.Message, Cure = fault.Code.Advice };
        }
    }

    /// <summary>What is gone on with keeps to its ledger: whoever corrects the command has to know that it is too late for that.</summary>
    private void TellDifference(DirectSettings? begun)
    {
        bool differs = (IsBound(nameof(Route)) && (Route == ImportRoute.Dqr) != (begun is null))
            || (begun is not null
                && ((Node is not null && (KnownNode()?.ToString() ?? NodeProfile.ParseNode(Node).ToString()) != begun.Node)
                    || (StagingPath is not null && ResolveLiteral(StagingPath) != begun.StagingPath)
                    || (CallingAETitle is not null && CallingAETitle != begun.CallingAETitle)
                    || (ReceiverAETitle is not null && ReceiverAETitle != begun.ReceiverAETitle)
                    || (ListenPort > 0 && ListenPort != begun.ListenPort)));
        if (differs)
        {
            WriteWarning("The import of this file has not come to its end and goes on as it was begun: the other route, node, AE title, port or staging folder given now does not count. To begin anew name another ledger with -Ledger.");
        }
    }

    /// <summary>The node of a profile: of the one that -Node names, or of the PACS's own; null when -Node is an address, or nothing is known.</summary>
    private NodeProfile? KnownNode() => Node is null ? PacsProfile?.Node
        : Node.IndexOf('@') < 0 ? NodeChoice.Named(Node, Profile is null ? null : ResolveLiteral(Profile))
        : null;

    /// <summary>
    /// Counts at the PACS itself where it is known, because XNAT's answers have no numbers of images; through XNAT what that leaves
    /// open, or when the PACS does not answer us.
    /// </summary>
    private async Task<IReadOnlyList<StudyCount>> CountAsync(IReadOnlyList<PacsStudy> studies, long pacsId, NodeProfile? node, CancellationToken cancellationToken)
    {
        DqrStudyCounter through = new(Gateway, pacsId);
        if (node is null)
        {
            return await through.CountAsync(studies, cancellationToken).ConfigureAwait(false);
        }

        NodeQueries queries = new(node, new DirectPace { Patience = TimeSpan.FromSeconds(30) });
        await using (queries.ConfigureAwait(false))
        {
            return await new NodeStudyCounter(queries, through).CountAsync(studies, cancellationToken).ConfigureAwait(false);
        }
    }

    private NodeProfile? CountingNode(DirectSettings? direct) => direct is not null ? NodeChoice.Of(direct)
        : Node is null ? PacsProfile?.Node
        : NodeChoice.Make(Node, Profile is null ? null : ResolveLiteral(Profile), CallingAETitle, useTls: false, thumbprint: null, timeoutSec: null);
}
