namespace XnatTools.Import.Campaign;

/// <summary>How far it has come; safe to show.</summary>
/// <param name="Activity">What is going on, in a few words without identifiers.</param>
/// <param name="Done">Studies that are settled.</param>
/// <param name="Total">Studies in all.</param>
public sealed record ImportProgress(string Activity, int Done, int Total);
