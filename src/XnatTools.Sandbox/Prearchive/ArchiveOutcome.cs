namespace XnatTools.Sandbox.Prearchive;

/// <summary>What became of an archive call.</summary>
/// <param name="Status">HTTP status: 200, 400, 403, 409, 423 or 500.</param>
/// <param name="Text">The archive URI without /data, or the reason.</param>
internal sealed record ArchiveOutcome(int Status, string Text);
