using System.Collections.Generic;

namespace XnatTools.Sandbox;

/// <summary>A scan of a session, in the prearchive or the archive.</summary>
public sealed class SandboxScan
{
    /// <summary>Series number, with a suffix such as -MR1 when two series share it.</summary>
    public string Id { get; set; } = "";

    public string XsiType { get; set; } = "";

    public string Modality { get; set; } = "";

    /// <summary>XNAT's scan type: the series description.</summary>
    public string Type { get; set; } = "";

    public string SeriesDescription { get; set; } = "";

    /// <summary>(0020,000E).</summary>
    public string Uid { get; set; } = "";

    public string Quality { get; set; } = "usable";

    public string Note { get; set; } = "";

    public int Frames { get; set; }

    public List<SandboxResource> Resources { get; set; } = [];
}
