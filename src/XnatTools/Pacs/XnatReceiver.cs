namespace XnatTools;

/// <summary>A DICOM receiver (SCP) of XNAT (GET /xapi/dicomscp).</summary>
public sealed class XnatReceiver
{
    public long Id { get; internal init; }

    public string AETitle { get; internal init; } = "";

    public int Port { get; internal init; }

    public bool Enabled { get; internal init; }

    /// <summary>True when archive processors, and so DQR relabelling, run on what arrives.</summary>
    public bool CustomProcessing { get; internal init; }

    /// <summary>False marks everything that arrives as not to be anonymised, by site or project script.</summary>
    public bool AnonymizationEnabled { get; internal init; } = true;

    public bool DirectArchive { get; internal init; }

    /// <summary>How project, subject and session are found, such as dqrObjectIdentifier.</summary>
    public string? Identifier { get; internal init; }

    /// <summary>True when it can route and relabel what DQR retrieves: enabled, custom processing, a DQR identifier.</summary>
    public bool CanRelabel => Enabled && CustomProcessing && Identifier is not null
        && Identifier.IndexOf("dqr", System.StringComparison.OrdinalIgnoreCase) >= 0;

    /// <inheritdoc/>
    public override string ToString() => $"{AETitle}:{Port}";
}
