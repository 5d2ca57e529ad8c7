namespace XnatTools.Import.Query;

/// <summary>What became of one row: a study (several, if several were allowed), or the one reason why there is none.</summary>
public sealed class FindResult
{
    private FindResult(PacsStudy? study, ImportItem? failure)
    {
        Study = study;
        Failure = failure;
    }

    /// <summary>The study, or null.</summary>
    public PacsStudy? Study { get; }

    /// <summary>The outcome of a row (or study) that goes no further, or null.</summary>
    public ImportItem? Failure { get; }

    /// <summary>Line of the CSV file; 0 when there is none.</summary>
    public int Row => Study?.Row ?? Failure!.Row;

    /// <summary>A study that goes on.</summary>
    public static FindResult Found(PacsStudy study) => new(study, null);

    /// <summary>A row or study that ends here.</summary>
    public static FindResult Failed(ImportItem failure) => new(null, failure);
}
