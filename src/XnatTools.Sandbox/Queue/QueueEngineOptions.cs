namespace XnatTools.Sandbox.Queue;

/// <summary>Switches of the queue engine.</summary>
internal sealed class QueueEngineOptions
{
    /// <summary>Intervals across midnight are read the wrong way round, as in the source of the plugin.</summary>
    public bool MidnightDefect { get; set; } = true;

    /// <summary>1.x sends a C-ECHO before each record; 2.x only at the tick.</summary>
    public bool EchoBeforeEach { get; set; }

    /// <summary>Whether arriving objects turn ISSUED into RECEIVED.</summary>
    public bool MarkReceived { get; set; } = true;
}
