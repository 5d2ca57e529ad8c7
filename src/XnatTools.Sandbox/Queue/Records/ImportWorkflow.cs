using System;

namespace XnatTools.Sandbox.Queue;

/// <summary>The workflow entry that the plugin writes after each try.</summary>
internal sealed record ImportWorkflow(int Id, string PipelineName, string StudyInstanceUid, string? Project, string Status, DateTimeOffset Launched);
