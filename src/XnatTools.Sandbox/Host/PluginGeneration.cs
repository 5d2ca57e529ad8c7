namespace XnatTools.Sandbox;

/// <summary>Which generation of the DQR plugin is played.</summary>
public enum PluginGeneration
{
    /// <summary>1.x, played as 1.1.0: no request ids or error messages in records, import gives up half-way.</summary>
    V1,

    /// <summary>2.x, played as 2.0.2, which goes with the version of XNAT that is played.</summary>
    V2,
}
