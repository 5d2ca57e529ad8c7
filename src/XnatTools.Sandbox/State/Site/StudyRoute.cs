using System;

namespace XnatTools.Sandbox;

/// <summary>Where the objects of one study go (/data/routing; DQR records one before it retrieves a study).</summary>
public sealed class StudyRoute
{
    public string StudyInstanceUid { get; set; } = "";

    public string Project { get; set; } = "";

    public string? Subject { get; set; }

    public string? Label { get; set; }

    public string User { get; set; } = "";

    public DateTimeOffset Created { get; set; }

    /// <summary>True when DQR recorded it: only a receiver with the DQR identifier looks at it.</summary>
    public bool Dqr { get; set; }

    public DateTimeOffset Accessed { get; set; }
}
