namespace XnatTools.Sandbox.Dqr;

/// <summary>The approval number and file of a project (a hidden part of the plugin).</summary>
internal sealed record IrbEntry(string? Number, string? FileName, byte[]? Content);
