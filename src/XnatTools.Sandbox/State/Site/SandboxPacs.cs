using System;

namespace XnatTools.Sandbox;

/// <summary>A PACS of the registry, with the keys of /xapi/pacs.</summary>
public sealed class SandboxPacs
{
    public long Id { get; set; }

    public string AeTitle { get; set; } = "";

    public string? Host { get; set; }

    public string? Label { get; set; }

    public int? QueryRetrievePort { get; set; }

    public bool Queryable { get; set; } = true;

    public bool DefaultQueryRetrievePacs { get; set; }

    public bool Storable { get; set; }

    public bool DefaultStoragePacs { get; set; }

    public string OrmStrategySpringBeanId { get; set; } = "dicomOrmStrategy";

    public bool SupportsExtendedNegotiations { get; set; }

    public bool DicomWebEnabled { get; set; }

    public string? DicomWebRootUrl { get; set; }

    public string? DicomObjectIdentifier { get; set; }

    public bool AnonymizationEnabled { get; set; } = true;

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    internal SandboxPacs Clone() => (SandboxPacs)MemberwiseClone();
}
