namespace XnatTools.Client.Tests;

/// <summary>A request as the scripted server saw it.</summary>
internal sealed record ScriptedCall(string Verb, string Path, string Query, string Body, string? ContentType, string? Cookie, string? Authorization, string? Agent);
