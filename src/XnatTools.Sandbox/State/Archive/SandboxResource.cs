using System.Collections.Generic;

namespace XnatTools.Sandbox;

/// <summary>A resource: a labelled folder of files.</summary>
public sealed class SandboxResource
{
    /// <summary>xnat_abstractresource_id; 0 in the prearchive.</summary>
    public int Id { get; set; }

    public string Label { get; set; } = "";

    public string Format { get; set; } = "";

    public string Content { get; set; } = "";

    /// <summary>Folder, relative to the session's folder.</summary>
    public string Folder { get; set; } = "";

    public List<SandboxFile> Files { get; set; } = [];
}
