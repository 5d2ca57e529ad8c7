using System;
using System.Linq;

namespace XnatTools.Sandbox.Auth;

/// <summary>How XNAT tells browsers from programs by User-Agent (specification of the core API, 2.3 and 2.6).</summary>
internal static class AgentRule
{
    private static readonly string[] s_words = ["MSIE", "Mozilla", "AppleWebKit", "Opera"];

    /// <summary>True for browsers and for a blank agent: they are sent to the login page instead of getting 401.</summary>
    internal static bool IsInteractive(string? agent) => string.IsNullOrWhiteSpace(agent) || IsBrowser(agent);

    /// <summary>True when CSRF tokens are asked for.</summary>
    internal static bool NeedsCsrf(string? agent) =>
        agent is not null && IsBrowser(agent) && !agent.Contains("JAVA", StringComparison.Ordinal);

    private static bool IsBrowser(string agent) =>
        !agent.Contains("XNATDesktopClient", StringComparison.Ordinal)
        && s_words.Any(w => agent.Contains(w, StringComparison.Ordinal));
}
