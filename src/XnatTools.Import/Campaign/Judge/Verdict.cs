using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>What a look says about a study.</summary>
/// <param name="Change">Its next state.</param>
/// <param name="Signal">What that says about the PACS and the server.</param>
internal sealed record Verdict(StudyChange Change, VerdictSignal Signal = VerdictSignal.None);

/// <summary>What a study's fate says about the PACS.</summary>
internal enum VerdictSignal
{
    None,

    /// <summary>It bears the load.</summary>
    Good,

    /// <summary>It refused a study that it had not refused before.</summary>
    Trouble,
}
