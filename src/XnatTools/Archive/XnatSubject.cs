namespace XnatTools;

/// <summary>A subject of a project (GET /data/projects/{project}/subjects).</summary>
public sealed class XnatSubject
{
    /// <summary>XNAT's id, such as XNAT_S00001.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>Label, unique in the project (compare without case).</summary>
    public string Subject { get; internal init; } = "";

    public string Project { get; internal init; } = "";

    /// <summary>Project and XNAT's own id; a label that was not given by us may be the patient's own.</summary>
    public override string ToString() => $"{Project}/{Id}";
}
