namespace XnatTools.Sandbox;

/// <summary>The two generations of XNAT's handler of xapi errors; they choose the status differently.</summary>
public enum ErrorRegime
{
    /// <summary>Older core: the status that the plugin set wins.</summary>
    A,

    /// <summary>Newer core: the annotation of the exception wins, otherwise 500.</summary>
    B,
}
