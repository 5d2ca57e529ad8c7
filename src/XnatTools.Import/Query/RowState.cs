using System.Collections.Generic;

namespace XnatTools.Import.Query;

/// <summary>A row on its way: not yet asked, answered, or failed.</summary>
internal sealed class RowState
{
    public RowState(ImportRow row) => Row = row;

    public ImportRow Row { get; }

    /// <summary>What the PACS answered; null until it did.</summary>
    public IReadOnlyList<PacsStudy>? Studies { get; set; }

    public ImportItem? Failure { get; set; }

    public bool IsOpen => Studies is null && Failure is null;
}
