namespace XnatTools.Sandbox.Filing;

/// <summary>Where an object belongs.</summary>
/// <param name="Project">A project that exists, or Unassigned.</param>
/// <param name="Subject">Subject label.</param>
/// <param name="Session">Session label.</param>
/// <param name="AutoArchive">What the object's comments say about automatic archiving; null when nothing.</param>
internal sealed record Identity(string Project, string Subject, string Session, bool? AutoArchive);
