using System;

namespace XnatTools.Sandbox;

/// <summary>An alias token.</summary>
public sealed class SandboxToken
{
    public int Id { get; set; }

    public string Alias { get; set; } = "";

    public string Secret { get; set; } = "";

    public string User { get; set; } = "";

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Expires { get; set; }

    public bool SingleUse { get; set; }
}
