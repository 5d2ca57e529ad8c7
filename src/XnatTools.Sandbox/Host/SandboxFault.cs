namespace XnatTools.Sandbox;

/// <summary>One fault that is switched on.</summary>
public sealed class SandboxFault
{
    /// <summary>Which one: see <see cref="FaultNames"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Only requests whose path contains this; null for all. Beside HTTP: what it applies to, such as a study UID.</summary>
    public string? Match { get; init; }

    /// <summary>Only this verb; null for all.</summary>
    public string? Method { get; init; }

    /// <summary>Let so many matching calls pass first.</summary>
    public int Skip { get; set; }

    /// <summary>Happen so many times; negative for always.</summary>
    public int Count { get; set; } = -1;

    /// <summary>Milliseconds of real time, where the fault is a delay.</summary>
    public int DelayMs { get; init; }

    /// <summary>A further value, where the fault needs one.</summary>
    public string? Value { get; init; }

    /// <summary>How often it happened.</summary>
    public int Hits { get; set; }
}
