namespace XnatTools.Import.Gateway;

/// <summary>What the archive service answered for one session.</summary>
/// <param name="Project">Project it went to, when the answer says.</param>
/// <param name="Subject">Subject label.</param>
/// <param name="Session">Session label.</param>
public sealed record ArchiveAnswer(string? Project, string? Subject, string? Session);
