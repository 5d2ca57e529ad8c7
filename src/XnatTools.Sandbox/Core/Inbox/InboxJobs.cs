using System.Collections.Generic;

namespace XnatTools.Sandbox.Core.Inbox;

/// <summary>What the sandbox keeps of inbox imports.</summary>
internal sealed class InboxJobs
{
    public List<InboxJob> Jobs { get; set; } = [];
}
