using System.Collections.Generic;
using System.Net;

namespace XnatTools.Import.Nodes;

/// <summary>A receiver of XNAT that may be sent to, with the addresses that were checked.</summary>
public sealed class ReceiverTarget
{
    internal ReceiverTarget(XnatReceiver receiver, IReadOnlyList<IPAddress> addresses)
    {
        Receiver = receiver;
        Addresses = addresses;
    }

    /// <summary>The receiver as XNAT has it.</summary>
    public XnatReceiver Receiver { get; }

    /// <summary>Its addresses. These are called, not the name again: it could mean another machine by then.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <inheritdoc/>
    public override string ToString() => Receiver.ToString();
}
