using System;

namespace XnatTools;

/// <summary>Whether a DICOM node answered our C-ECHO, and how.</summary>
public sealed class DicomNodeStatus
{
    /// <summary>Who was called, as <c>AET@host:port</c>.</summary>
    public string Node { get; internal init; } = "";

    public string HostName { get; internal init; } = "";

    public int Port { get; internal init; }

    /// <summary>The AE title that was called.</summary>
    public string AETitle { get; internal init; } = "";

    /// <summary>The AE title that we called ourselves.</summary>
    public string CallingAETitle { get; internal init; } = "";

    /// <summary>True when the C-ECHO was answered with success.</summary>
    public bool Answers { get; internal init; }

    /// <summary>True when the node is there but refused the association.</summary>
    public bool Rejected { get; internal init; }

    /// <summary>Where it ended; Complete when it answers.</summary>
    public DicomNodePhase Phase { get; internal init; }

    /// <summary>Why it does not answer, in words; null when it does.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Time for the connection; null when there was none.</summary>
    public TimeSpan? ConnectTime { get; internal init; }

    /// <summary>Time from the request of the association to its answer, a rejection too; null when it was never asked for or never answered.</summary>
    public TimeSpan? AssociateTime { get; internal init; }

    /// <summary>Time from the C-ECHO to its answer; null when there was none.</summary>
    public TimeSpan? EchoTime { get; internal init; }

    /// <summary>UID of the node's implementation, as it names itself.</summary>
    public string? PeerImplementationClassUid { get; internal init; }

    /// <summary>The node's implementation and version, as it names itself.</summary>
    public string? PeerImplementation { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Answers ? $"{Node} answers" : $"{Node} does not answer";
}
