namespace XnatTools.Sandbox.Demo;

/// <summary>A series of a made study.</summary>
public sealed class MadeSeries
{
    public string SeriesInstanceUid { get; init; } = "";

    public int Number { get; init; }

    public string Modality { get; init; } = "";

    public string Description { get; init; } = "";

    public int InstanceCount { get; init; }

    /// <summary>True for pages with dose values or protocol settings, which must not go into research projects.</summary>
    public bool IsReport { get; init; }
}
