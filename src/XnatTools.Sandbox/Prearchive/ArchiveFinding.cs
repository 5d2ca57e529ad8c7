namespace XnatTools.Sandbox.Prearchive;

/// <summary>One row of the dry run.</summary>
/// <param name="Code">XNAT's number of the check.</param>
/// <param name="Type">WARN, FAIL or CONFLICT; only a CONFLICT can be overcome by overwriting.</param>
/// <param name="Message">What is said.</param>
internal sealed record ArchiveFinding(int Code, string Type, string Message);
