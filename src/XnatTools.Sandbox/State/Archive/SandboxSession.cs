using System.Collections.Generic;

namespace XnatTools.Sandbox;

/// <summary>An archived image session.</summary>
public sealed class SandboxSession
{
    /// <summary>Such as XNAT_E00001.</summary>
    public string Id { get; set; } = "";

    public string Project { get; set; } = "";

    public string SubjectId { get; set; } = "";

    public string Label { get; set; } = "";

    public string XsiType { get; set; } = "";

    public string Modality { get; set; } = "";

    /// <summary>yyyy-MM-dd.</summary>
    public string Date { get; set; } = "";

    /// <summary>HH:mm:ss.</summary>
    public string Time { get; set; } = "";

    /// <summary>(0020,000D).</summary>
    public string Uid { get; set; } = "";

    public string DcmAccessionNumber { get; set; } = "";

    public string DcmPatientId { get; set; } = "";

    public string DcmPatientName { get; set; } = "";

    public string Scanner { get; set; } = "";

    public string Note { get; set; } = "";

    public string InsertDate { get; set; } = "";

    public string InsertUser { get; set; } = "";

    public string LastModified { get; set; } = "";

    public bool Quarantined { get; set; }

    public bool PreventAnon { get; set; }

    public List<SandboxScan> Scans { get; set; } = [];

    public List<SandboxResource> Resources { get; set; } = [];

    /// <summary>Projects it is shared into, with its label there.</summary>
    public Dictionary<string, string> Shared { get; set; } = [];
}
