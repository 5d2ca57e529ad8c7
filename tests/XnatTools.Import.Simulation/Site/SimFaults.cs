namespace XnatTools.Import.Simulation.Site;

/// <summary>How often, of 100 occasions, the simulated site does what real ones are known to do.</summary>
public sealed class SimFaults
{
    /// <summary>A read of queue, history, prearchive or archive fails with 500.</summary>
    public int FailRead { get; init; }

    /// <summary>A read loses its connection.</summary>
    public int CutRead { get; init; }

    /// <summary>An import call fails before anything is done.</summary>
    public int FailBefore { get; init; }

    /// <summary>An import call answers 500 after the work was done.</summary>
    public int FailAfter { get; init; }

    /// <summary>The answer of an import call is lost after the work was done.</summary>
    public int CutAfter { get; init; }

    /// <summary>An import call runs into its time limit while the server goes on with it.</summary>
    public int TimeoutAfter { get; init; }

    /// <summary>A study of an import call is left out, and not queued.</summary>
    public int DropStudy { get; init; }

    /// <summary>A study is queued and left out of the answer.</summary>
    public int HideStudy { get; init; }

    /// <summary>A row is missing from a listing of the queue, because pages moved while they were read.</summary>
    public int MissQueueRow { get; init; }

    /// <summary>Neighbouring rows of the history change places, and some come twice.</summary>
    public int ShuffleHistory { get; init; }

    /// <summary>The PACS refuses the association of a retrieve.</summary>
    public int RefuseRetrieve { get; init; }

    /// <summary>At a tick the PACS goes away for some minutes.</summary>
    public int PacsAway { get; init; }

    /// <summary>At a tick the server is restarted: it is away for some minutes, and what was in hand stays PROCESSING for ever.</summary>
    public int Restart { get; init; }

    /// <summary>The retrieve is called done before its last images came, so that the session is built too early.</summary>
    public int LateImages { get; init; }

    /// <summary>A part of the images lands in a second session of the prearchive.</summary>
    public int SecondSession { get; init; }

    /// <summary>Archiving answers 500.</summary>
    public int FailArchive { get; init; }

    /// <summary>Archiving runs into a time limit while the server goes on with it.</summary>
    public int ArchiveTimeout { get; init; }

    /// <summary>Deleting from the queue answers 500, done or not.</summary>
    public int FailDelete { get; init; }
}
