namespace XnatTools.Client;

/// <summary>An entry of a prearchive session's log.</summary>
public sealed class XnatLogEntry
{
    public string Id { get; init; } = "";

    /// <summary>As the server writes it.</summary>
    public string? Date { get; init; }

    /// <summary>The server's words. May hold identifiers.</summary>
    public string? Text { get; init; }
}
