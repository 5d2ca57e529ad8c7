namespace XnatTools;

/// <summary>A PACS that XNAT is configured to query (GET /xapi/pacs).</summary>
public sealed class XnatPacs
{
    /// <summary>Its number in XNAT.</summary>
    public long Id { get; internal init; }

    /// <summary>Its label; falls back to the AE title.</summary>
    public string Name { get; internal init; } = "";

    public string AETitle { get; internal init; } = "";

    public string? HostName { get; internal init; }

    /// <summary>DIMSE port of the PACS.</summary>
    public int? Port { get; internal init; }

    /// <summary>C-FIND and C-MOVE allowed.</summary>
    public bool Queryable { get; internal init; }

    /// <summary>True for the one used when none is named.</summary>
    public bool IsDefault { get; internal init; }

    /// <summary>XNAT may store to it. XnatTools never does.</summary>
    public bool Storable { get; internal init; }

    public bool DicomWeb { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Id})";
}
