namespace XnatTools.Sandbox.Queue;

/// <summary>A study waiting for, or in, its retrieve.</summary>
internal sealed class QueueRecord : ImportRecord
{
    /// <summary>1 when the request held one study, 10 when it held several; lower goes first.</summary>
    public long Priority { get; set; }

    public string? PatientId { get; set; }

    public string? RemappingScript { get; set; }

    /// <summary>Number of failed tries; null until the first one fails.</summary>
    public int? Retries { get; set; }
}
