namespace XnatTools.Import.Tests.Fakes;

/// <summary>How often, of 100 occasions, the fake site does what the real one is known to do.</summary>
internal sealed class FakeFaults
{
    /// <summary>A row is left out of a batch answer.</summary>
    public int DropRow { get; init; }

    /// <summary>A batch call fails with a 500.</summary>
    public int FailBatch { get; init; }

    /// <summary>The PACS stops answering in the middle of a call and comes back after some minutes.</summary>
    public int PacsAway { get; init; }

    /// <summary>A study is left out of an import answer, and not queued.</summary>
    public int DropStudy { get; init; }

    /// <summary>A study is queued but left out of the answer.</summary>
    public int HideStudy { get; init; }

    /// <summary>An import call fails before anything is done.</summary>
    public int FailBefore { get; init; }

    /// <summary>An import call fails after the work was done, or while the server goes on with it.</summary>
    public int FailAfter { get; init; }

    /// <summary>A queue or history call fails.</summary>
    public int FailRead { get; init; }

    /// <summary>A retrieve fails for good.</summary>
    public int FailRetrieve { get; init; }

    /// <summary>A series is missing from what arrives.</summary>
    public int MissSeries { get; init; }

    /// <summary>The server keeps no request ids (plugin 1.0 and 1.1).</summary>
    public bool NoRequestId { get; init; }
}
