using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace XnatTools.Sandbox;

/// <summary>What state.json holds.</summary>
internal sealed class StateDocument
{
    public int Version { get; set; } = 1;

    public Dictionary<string, int> Counters { get; set; } = [];

    public List<SandboxUser> Users { get; set; } = [];

    public List<SandboxToken> Tokens { get; set; } = [];

    public List<SandboxProject> Projects { get; set; } = [];

    /// <summary>Ids of deleted projects, which are never free again.</summary>
    public List<string> UsedProjectIds { get; set; } = [];

    public List<SandboxSubject> Subjects { get; set; } = [];

    public List<SandboxSession> Sessions { get; set; } = [];

    public List<PrearchiveEntry> Prearchive { get; set; } = [];

    public List<SandboxReceiver> Receivers { get; set; } = [];

    public List<SandboxPacs> Pacs { get; set; } = [];

    public List<StudyRoute> Routes { get; set; } = [];

    public List<ConfigEntry> Config { get; set; } = [];

    public JsonObject SiteConfig { get; set; } = [];

    /// <summary>What other parts keep, by name.</summary>
    public JsonObject Parts { get; set; } = [];
}
