using System.Collections.Generic;

namespace XnatTools.Import.Campaign;

/// <summary>A session of a study, in prearchive or archive, with its files counted.</summary>
/// <param name="Waiting">It lies in the prearchive.</param>
/// <param name="Archived">It lies in the archive.</param>
/// <param name="Scans">Scans with files counted; empty while it is being built.</param>
internal sealed record Found(PrearchiveSession? Waiting, ImageSession? Archived, IReadOnlyList<PrearchiveScan> Scans);
