namespace XnatTools.Sandbox;

/// <summary>Names of the faults that the core of the sandbox knows. Other parts may use their own.</summary>
public static class FaultNames
{
    /// <summary>The caller's HTTP session ends before the request: 401, or the login page for browsers.</summary>
    public const string SessionExpiry = "session-expiry";

    /// <summary>The login page with 200 instead of an answer, whatever the agent.</summary>
    public const string LoginPage = "login-page";

    /// <summary>The answer waits <see cref="SandboxFault.DelayMs"/>.</summary>
    public const string Slow = "slow";

    /// <summary>The connection is cut before an answer.</summary>
    public const string Cut = "cut";

    /// <summary>The request is carried out and the connection is cut instead of the answer.</summary>
    public const string CutAfter = "cut-after";

    /// <summary>The answer's body ends early: half of it is sent, then the connection is cut.</summary>
    public const string CutBody = "cut-body";

    /// <summary>A proxy's 502, or the status in <see cref="SandboxFault.Value"/> (502, 503, 504 ...).</summary>
    public const string Gateway = "gateway";

    /// <summary>Building a prearchive session fails: ERROR. Match: study UID.</summary>
    public const string BuildError = "build-error";

    /// <summary>Archiving fails with 500 and leaves ERROR. Match: study UID.</summary>
    public const string ArchiveError = "archive-error";

    /// <summary>The archive call runs into the server's own time limit: 500 while the work goes on. Match: study UID.</summary>
    public const string ArchiveTimeout = "archive-timeout";

    /// <summary>The session is locked: 423 from archive, 409 from build, an empty 200 from move. Match: study UID.</summary>
    public const string Locked = "locked";

    /// <summary>An archive call works for <see cref="SandboxFault.DelayMs"/> of real time.</summary>
    public const string ArchiveSlow = "archive-slow";

    /// <summary>Archiving keeps the session with its scans and loses every file, and says that all is well. Match: study UID.</summary>
    public const string EmptyShell = "empty-shell";

    /// <summary>Header dumps answer with another session's header.</summary>
    public const string DumpMix = "dump-mix";

    /// <summary>Objects are dropped on arrival without a word. Match: SOP Instance UID.</summary>
    public const string DropObject = "drop-object";

    /// <summary>The import service breaks off with 500; what it took before stays. Match: SOP Instance UID.</summary>
    public const string ImportError = "import-error";

    /// <summary>The import service answers 507.</summary>
    public const string DiskFull = "disk-full";

    /// <summary>Tables leave out totalRecords.</summary>
    public const string NoTotalRecords = "no-total-records";
}
