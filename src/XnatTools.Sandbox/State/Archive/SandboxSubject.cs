using System.Collections.Generic;

namespace XnatTools.Sandbox;

/// <summary>A subject.</summary>
public sealed class SandboxSubject
{
    /// <summary>Such as XNAT_S00001.</summary>
    public string Id { get; set; } = "";

    public string Project { get; set; } = "";

    public string Label { get; set; } = "";

    public string InsertDate { get; set; } = "";

    public string InsertUser { get; set; } = "";

    /// <summary>gender, yob, group ...</summary>
    public Dictionary<string, string> Fields { get; set; } = [];

    /// <summary>Projects it is shared into, with its label there.</summary>
    public Dictionary<string, string> Shared { get; set; } = [];
}
