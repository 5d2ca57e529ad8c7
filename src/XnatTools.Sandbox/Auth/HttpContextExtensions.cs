using System;
using Microsoft.AspNetCore.Http;

namespace XnatTools.Sandbox.Auth;

/// <summary>Short ways to the caller of a request.</summary>
internal static class HttpContextExtensions
{
    /// <summary>The caller of a path under /data or /xapi, who is logged in by then (open paths aside).</summary>
    internal static Caller Caller(this HttpContext http) =>
        AuthMiddleware.CallerOf(http) ?? throw new InvalidOperationException("The path is open; there may be no caller.");
}
