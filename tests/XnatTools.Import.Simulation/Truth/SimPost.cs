using System;

namespace XnatTools.Import.Simulation.Truth;

/// <summary>A study in a request that reached the server.</summary>
/// <param name="At">When.</param>
/// <param name="Uid">Which study.</param>
/// <param name="RequestId">The request's id.</param>
/// <param name="Studies">How many studies the request had.</param>
/// <param name="Series">How many series of the study it named.</param>
/// <param name="Queued">Whether the server queued it, whatever it answered.</param>
/// <param name="WasQueued">Whether it was in the queue already: a doubled import.</param>
/// <param name="WasComplete">Whether all of it was there already: a needless import.</param>
public sealed record SimPost(DateTimeOffset At, string Uid, string RequestId, int Studies, int Series, bool Queued, bool WasQueued, bool WasComplete);
