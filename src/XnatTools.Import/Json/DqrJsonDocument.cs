using System.Collections.Generic;

namespace XnatTools.Import.Json;

/// <summary>What a JSON file of the DQR plugin says: its studies, and where they were to go.</summary>
public sealed class DqrJsonDocument
{
    /// <summary>What the file is.</summary>
    public DqrJsonKind Kind { get; init; }

    /// <summary>The studies, each with the labels of its own relabel map or its row's, and with what was asked.</summary>
    public IReadOnlyList<PacsStudy> Studies { get; init; } = [];

    /// <summary>Rows of a batch answer for which the PACS found nothing.</summary>
    public IReadOnlyList<ImportRow> EmptyRows { get; init; } = [];

    /// <summary>Number of the PACS; 0 when the file does not say.</summary>
    public long PacsId { get; init; }

    /// <summary>Project; null when the file does not say.</summary>
    public string? Project { get; init; }

    /// <summary>AE title of the XNAT receiver; null when the file does not say.</summary>
    public string? ReceiverAETitle { get; init; }

    /// <summary>Port of the XNAT receiver; 0 when the file does not say.</summary>
    public int ReceiverPort { get; init; }

    /// <summary>What the file says of forceImport. It is told, never obeyed: it can let original identifiers through.</summary>
    public bool ForceImport { get; init; }
}
