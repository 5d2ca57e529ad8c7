namespace XnatTools.Sandbox;

/// <summary>
/// Names of the faults of the DQR plugin, its PACS and its queue. A fault whose value reads <c>p@seed</c> (such as
/// <c>0.1@7</c>) happens by chance, repeatably.
/// </summary>
public static class DqrFaultNames
{
    /// <summary>The PACS does not answer at all.</summary>
    public const string PacsDown = "pacs-down";

    /// <summary>The PACS rejects associations.</summary>
    public const string PacsRefuse = "pacs-refuse";

    /// <summary>Answers of the PACS wait for the delay.</summary>
    public const string PacsSlow = "pacs-slow";

    /// <summary>The PACS cuts the association in the middle of an operation. Match: C-FIND, C-MOVE or C-GET.</summary>
    public const string PacsCut = "pacs-cut";

    /// <summary>
    /// The query of a batch row fails, so the row is dropped. Match: <c>row=3;</c> (from 1), an accession number, a patient id or
    /// a study UID.
    /// </summary>
    public const string QueryRow = "query-row";

    /// <summary>A batch row is left out of the answer although its query went well. Match: as <see cref="QueryRow"/>.</summary>
    public const string BatchDrop = "batch-drop";

    /// <summary>A study of an import request is dropped without a word. Match: its study UID.</summary>
    public const string ImportDrop = "import-drop";

    /// <summary>The work is done, and the answer is 500 all the same. Match: the path.</summary>
    public const string ErrorAfter = "error-after";

    /// <summary>The work is done, and no answer comes: the connection is cut after the delay. Match: the path.</summary>
    public const string TimeoutAfter = "timeout-after";

    /// <summary>The C-MOVE of a study fails. Match: its study UID.</summary>
    public const string MoveFail = "move-fail";

    /// <summary>The sandbox's PACS leaves instances of a study out of a C-MOVE: as many as the value says. Match: its study UID.</summary>
    public const string MoveMissing = "move-missing";

    /// <summary>The sandbox's PACS sends nothing for a series and calls it success. Match: series or study UID.</summary>
    public const string EmptySeries = "empty-series";

    /// <summary>A study has no series for the plugin. Match: its study UID.</summary>
    public const string NoSeries = "no-series";
}
