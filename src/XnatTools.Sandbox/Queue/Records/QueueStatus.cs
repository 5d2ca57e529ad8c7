namespace XnatTools.Sandbox.Queue;

/// <summary>The status words of queue and history records.</summary>
internal static class QueueStatus
{
    /// <summary>In the queue, waiting: for its first try or for the next one.</summary>
    public const string Queued = "QUEUED";

    /// <summary>In the queue, held by a worker.</summary>
    public const string Processing = "PROCESSING";

    /// <summary>In the history: written before the retrieve starts, and never "done".</summary>
    public const string Issued = "ISSUED";

    /// <summary>In the history: at least one object of the study reached a receiver.</summary>
    public const string Received = "RECEIVED";

    /// <summary>In the history: this try failed.</summary>
    public const string Failed = "FAILED";
}
