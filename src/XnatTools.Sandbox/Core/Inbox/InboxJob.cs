using System.Collections.Generic;

namespace XnatTools.Sandbox.Core.Inbox;

/// <summary>One import from the inbox.</summary>
internal sealed class InboxJob
{
    public int Id { get; set; }

    public string UserName { get; set; } = "";

    public string SessionPath { get; set; } = "";

    /// <summary>Queued, Trawling, Importing, Accepted, Processed, Completed or Failed.</summary>
    public string Status { get; set; } = "Queued";

    public bool CleanupAfterImport { get; set; }

    public string Resolution { get; set; } = "";

    public Dictionary<string, string> Parameters { get; set; } = [];
}
