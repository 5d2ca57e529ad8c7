namespace XnatTools.Import.Ledger;

/// <summary>What a campaign learned of the load that the PACS bears, so that another process does not have to ask too much again.</summary>
/// <param name="Bound">Studies that may be in flight.</param>
/// <param name="Needed">Good studies in a row before the bound goes up by one.</param>
/// <param name="Raised">Whether it went up since the last refusal.</param>
public sealed record LedgerPace(int Bound, int Needed, bool Raised);
