using System;

namespace XnatTools.Import.Simulation.Truth;

/// <summary>What the PACS had before it from some moment on.</summary>
/// <param name="At">From when.</param>
/// <param name="Studies">Studies in the server's queue or being retrieved.</param>
/// <param name="Images">Their images.</param>
/// <param name="Refuses">Whether it was too much for the PACS.</param>
public sealed record SimLoad(DateTimeOffset At, int Studies, int Images, bool Refuses);
