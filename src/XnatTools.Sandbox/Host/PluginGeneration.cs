namespace XnatTools.Sandbox;

/// <summary>Which generation of the DQR plugin is played.</summary>
public enum PluginGeneration
{
    /// <summary>1.x.</summary>
    V1,

    /// <summary>2.x.</summary>
    V2,
}
