using System;
using System.Linq;

namespace XnatTools.Sandbox.Anonymization;

/// <summary>The scripts in force (specification of the core API, 12).</summary>
internal static class StoredScripts
{
    /// <summary>The site's script; null when it is switched off or empty.</summary>
    internal static string? OfSite(SandboxState state) =>
        string.Equals(state.SiteConfig["enableSitewideAnonymizationScript"]?.ToString(), "true", StringComparison.OrdinalIgnoreCase)
            && state.SiteConfig["sitewideAnonymizationScript"]?.ToString() is { Length: > 0 } script
            ? script
            : null;

    /// <summary>A project's script; null when there is none or it is switched off.</summary>
    internal static string? OfProject(SandboxState state, string project) =>
        state.Config.LastOrDefault(c => c.Tool == "anon" && c.Path == "projects/" + project && c.Project == project) is { Enabled: true } row && row.Contents.Length > 0
            ? row.Contents
            : null;
}
