namespace XnatTools.Sandbox.Filing;

/// <summary>What became of an arrived object.</summary>
internal sealed class FilingResult
{
    /// <summary>False when a filter, a script or a fault dropped it.</summary>
    public bool Filed { get; init; }

    /// <summary>True when the site's script could not be run on it: then nothing of it was kept.</summary>
    public bool ScriptFailed { get; init; }

    /// <summary>Its prearchive session; null when it was dropped.</summary>
    public PrearchiveEntry? Entry { get; init; }
}
