namespace XnatTools;

/// <summary>An entry of a prearchive session's log.</summary>
public sealed class PrearchiveLogEntry
{
    public string Id { get; internal init; } = "";

    /// <summary>As the server writes it.</summary>
    public string? Date { get; internal init; }

    /// <summary>The server's words. May identify a patient.</summary>
    public string? Text { get; internal init; }

    /// <summary>The session it belongs to.</summary>
    public PrearchiveSession? PrearchiveSession { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"log {Id}";
}
