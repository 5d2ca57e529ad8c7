namespace XnatTools.Sandbox.Filing;

/// <summary>A DICOM object that arrived and waits in a temporary file.</summary>
internal sealed class ArrivedObject
{
    /// <summary>
    /// The object as a Part 10 file, already rewritten by archive processors (DQR's relabelling) when the receiver has custom
    /// processing. The filing service takes the file away. Put it into <see cref="SandboxState.TempFolder"/>.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>AE title of the sender.</summary>
    public string CallingAETitle { get; init; } = "";

    /// <summary>The receiver it came by; null for the import service.</summary>
    public SandboxReceiver? Receiver { get; init; }

    public string TransferSyntaxUid { get; init; } = "";

    /// <summary>The header that decides where it goes; null: read from the file.</summary>
    public ArrivedHeader? Header { get; init; }

    /// <summary>Project named by the sender (import service); it goes before every rule.</summary>
    public string? Project { get; init; }

    /// <summary>Subject label named by the sender.</summary>
    public string? Subject { get; init; }

    /// <summary>Session label named by the sender.</summary>
    public string? Session { get; init; }

    /// <summary>Marks the session so that no anonymisation script runs on it.</summary>
    public bool PreventAnon { get; init; }

    /// <summary>The session goes into the archive's own area instead of the prearchive; only with a project.</summary>
    public bool Direct { get; init; }

    /// <summary>Keeps the session RECEIVING until somebody commits it.</summary>
    public bool PreventAutoCommit { get; init; }

    /// <summary>Name that the sender gave the file and wants kept; null: named from its content.</summary>
    public string? FileName { get; init; }

    /// <summary>SOURCE of the session, such as uploader.</summary>
    public string? Source { get; init; }
}
