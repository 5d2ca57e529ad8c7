namespace XnatTools;

/// <summary>What an import is doing, as its ledger and its lock tell.</summary>
public enum XnatImportStatus
{
    /// <summary>It broke off while it was planned; nothing was posted.</summary>
    Planning,

    /// <summary>A process is running it.</summary>
    Running,

    /// <summary>It was stopped, or its time was up; Resume-XnatDqrImport goes on.</summary>
    Stopped,

    /// <summary>Its process ended without saying so; Resume-XnatDqrImport goes on.</summary>
    Interrupted,

    /// <summary>The sample has arrived and waits for a person; Resume-XnatDqrImport -Approve goes on.</summary>
    WaitingForApproval,

    /// <summary>Every line has its outcome.</summary>
    Ended,
}
