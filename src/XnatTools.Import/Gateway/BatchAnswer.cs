using System.Collections.Generic;

namespace XnatTools.Import.Gateway;

/// <summary>One row of a batch answer: what the server says it was asked (without the date, which it garbles), and what the PACS had.</summary>
public sealed class BatchAnswer
{
    public string? AccessionNumber { get; init; }

    public string? StudyInstanceUid { get; init; }

    public string? PatientId { get; init; }

    /// <summary>In whichever form the server echoes it.</summary>
    public string? PatientName { get; init; }

    public string? PatientBirthDate { get; init; }

    public string? Modality { get; init; }

    /// <summary>The labels of the row, under the plugin's headings.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<PacsStudy> Studies { get; init; } = [];
}
