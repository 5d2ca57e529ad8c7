using System.Collections.Generic;

namespace XnatTools.Sandbox;

/// <summary>A DICOM receiver (SCP) of XNAT, with the keys of /xapi/dicomscp.</summary>
public sealed class SandboxReceiver
{
    public long Id { get; set; }

    public bool Enabled { get; set; } = true;

    public string AeTitle { get; set; } = "XNAT";

    public int Port { get; set; }

    public string Identifier { get; set; } = "dicomObjectIdentifier";

    public string FileNamer { get; set; } = "";

    public bool CustomProcessing { get; set; }

    public bool DirectArchive { get; set; }

    public bool AnonymizationEnabled { get; set; } = true;

    public bool WhitelistEnabled { get; set; }

    public List<string> Whitelist { get; set; } = [];

    public bool RoutingExpressionsEnabled { get; set; }

    public string ProjectRoutingExpression { get; set; } = "";

    public string SubjectRoutingExpression { get; set; } = "";

    public string SessionRoutingExpression { get; set; } = "";
}
