namespace XnatTools.Sandbox.Demo;

/// <summary>One line of the demo's CSV file, and what must become of it.</summary>
/// <param name="Cells">As written into the file, damage and all.</param>
/// <param name="Expected">The outcome it must have.</param>
/// <param name="StudyInstanceUid">The study that it must bring; null when it must bring none.</param>
internal sealed record DemoLine(string[] Cells, ImportOutcome Expected, string? StudyInstanceUid = null);
