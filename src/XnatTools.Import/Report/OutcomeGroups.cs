namespace XnatTools.Import.Report;

/// <summary>Sorts outcomes.</summary>
public static class OutcomeGroups
{
    /// <summary>The group of an outcome; each has exactly one.</summary>
    public static OutcomeGroup Of(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Archived or ImportOutcome.InPrearchive or ImportOutcome.AlreadyPresent or ImportOutcome.Duplicate => OutcomeGroup.Ok,
        ImportOutcome.Failed or ImportOutcome.QueryFailed or ImportOutcome.NotAccepted or ImportOutcome.Cancelled => OutcomeGroup.Failed,
        _ => OutcomeGroup.Review,
    };

    /// <summary>True while something is still to happen to it without anybody's doing.</summary>
    public static bool IsUnderWay(ImportOutcome outcome) =>
        outcome is ImportOutcome.Planned or ImportOutcome.Queued or ImportOutcome.Retrieving or ImportOutcome.Arriving;
}
