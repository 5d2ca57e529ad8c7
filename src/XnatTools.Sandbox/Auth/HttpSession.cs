using System;

namespace XnatTools.Sandbox.Auth;

/// <summary>An HTTP session of the servlet container.</summary>
internal sealed class HttpSession
{
    internal required string Id { get; set; }

    /// <summary>Null for an anonymous one.</summary>
    internal string? User { get; set; }

    internal DateTimeOffset LastAccess { get; set; }

    internal string Csrf { get; } = Guid.NewGuid().ToString();
}
