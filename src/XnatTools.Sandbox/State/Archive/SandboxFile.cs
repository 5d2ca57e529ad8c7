namespace XnatTools.Sandbox;

/// <summary>A file of a resource.</summary>
public sealed class SandboxFile
{
    public string Name { get; set; } = "";

    public long Size { get; set; }

    /// <summary>MD5, hexadecimal, lower case.</summary>
    public string Digest { get; set; } = "";

    /// <summary>(0008,0018), for DICOM.</summary>
    public string SopInstanceUid { get; set; } = "";

    public string Format { get; set; } = "";

    public string Content { get; set; } = "";

    public string Tags { get; set; } = "";
}
