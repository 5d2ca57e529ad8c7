namespace XnatTools.Sandbox.Dqr;

/// <summary>Whether a project may import from a PACS.</summary>
internal sealed record DqrProjectSettings(long Id, string ProjectId, bool DqrEnabled);
