namespace XnatTools.Sandbox;

/// <summary>One version of a row of the configuration service.</summary>
public sealed class ConfigEntry
{
    public string Tool { get; set; } = "";

    public string Path { get; set; } = "";

    /// <summary>Empty for the site.</summary>
    public string Project { get; set; } = "";

    public string User { get; set; } = "";

    public string CreateDate { get; set; } = "";

    public string Reason { get; set; } = "";

    public string Contents { get; set; } = "";

    public int Version { get; set; } = 1;

    public bool Enabled { get; set; } = true;
}
