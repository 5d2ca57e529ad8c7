using System;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Import.Nodes;

/// <summary>Asks a DICOM node by C-ECHO. That a node does not answer is a result, not an error.</summary>
public static class NodeProbe
{
    /// <summary>Connects, associates and echoes.</summary>
    /// <param name="profile">Whom to ask, and how.</param>
    /// <param name="time">Measures the times; the system's when null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DicomNodeStatus> EchoAsync(NodeProfile profile, TimeProvider? time, CancellationToken cancellationToken)
    {
        time ??= TimeProvider.System;
        long began = time.GetTimestamp();
        DicomNodePhase phase = DicomNodePhase.Connect;
        TimeSpan? connect = null;
        TimeSpan? associate = null;
        TimeSpan? echo = null;
        bool rejected = false;
        string? reason = null;
        DicomAssociation? association = null;
        DicomNode node = profile.Node;
        DicomClientOptions options = profile.ToClientOptions(begins: begins =>
        {
            if (begins == DicomAssociationPhase.Associate)
            {
                connect = time.GetElapsedTime(began);
                phase = DicomNodePhase.Associate;
            }
            else if (begins == DicomAssociationPhase.Open)
            {
                associate = time.GetElapsedTime(began);
                phase = DicomNodePhase.Echo;
            }

            began = time.GetTimestamp();
        });
        try
        {
            association = await DicomAssociation.OpenAsync(node, [PresentationContext.Verification()], options, cancellationToken).ConfigureAwait(false);
            began = time.GetTimestamp();
            DicomStatus status = await association.EchoAsync(cancellationToken).ConfigureAwait(false);
            echo = time.GetElapsedTime(began);
            if (status.IsSuccess)
            {
                phase = DicomNodePhase.Complete;
            }
            else
            {
                reason = $"The C-ECHO was answered with {status}.";
            }
        }
        catch (DicomRejectedException error)
        {
            rejected = true;
            associate = time.GetElapsedTime(began);
            reason = error.Message;
        }
        catch (DicomException error)
        {
            phase = error.Code == DicomErrorCode.ContextNotAccepted ? DicomNodePhase.Associate : phase;
            reason = error.Message;
        }
        finally
        {
            if (association is not null)
            {
                await association.DisposeAsync().ConfigureAwait(false);
            }
        }

        return new DicomNodeStatus
        {
            Node = node.ToString(),
            HostName = node.Host,
            Port = node.Port,
            AETitle = node.AETitle,
            CallingAETitle = profile.CallingAETitle,
            Answers = phase == DicomNodePhase.Complete,
            Rejected = rejected,
            Phase = phase,
            Reason = reason,
            ConnectTime = connect,
            AssociateTime = associate,
            EchoTime = echo,
            PeerImplementationClassUid = association?.PeerImplementationClassUid,
            PeerImplementation = association?.PeerImplementationVersion,
        };
    }
}
