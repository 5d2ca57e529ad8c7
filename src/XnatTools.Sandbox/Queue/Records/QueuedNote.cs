using System;

namespace XnatTools.Sandbox.Queue;

/// <summary>Says that a study was put into the queue.</summary>
/// <param name="Id">Number of the record.</param>
/// <param name="StudyInstanceUid">Which study.</param>
/// <param name="Project">Where to.</param>
/// <param name="RequestId">As the request named itself.</param>
/// <param name="Time">When, by the sandbox's clock.</param>
/// <param name="Series">How many series it is to bring.</param>
internal sealed record QueuedNote(long Id, string StudyInstanceUid, string? Project, string? RequestId, DateTimeOffset Time, int Series);
