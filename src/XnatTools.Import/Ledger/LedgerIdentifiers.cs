using System.Collections.Generic;

namespace XnatTools.Import.Ledger;

/// <summary>What identifies a study and its patient. In the file it is protected for the user who ran the campaign.</summary>
public sealed class LedgerIdentifiers
{
    /// <summary>(0020,000D).</summary>
    public string StudyInstanceUid { get; init; } = "";

    /// <summary>(0008,0050) as the PACS has it.</summary>
    public string? AccessionNumber { get; init; }

    /// <summary>(0010,0020) as the PACS has it.</summary>
    public string? PatientId { get; init; }

    /// <summary>(0010,0010) as the PACS has it.</summary>
    public string? PatientName { get; init; }

    /// <summary>(0010,0030), yyyyMMdd.</summary>
    public string? PatientBirthDate { get; init; }

    /// <summary>(0008,0020), yyyyMMdd.</summary>
    public string? StudyDate { get; init; }

    /// <summary>(0008,1030).</summary>
    public string? StudyDescription { get; init; }

    /// <summary>(0020,0010).</summary>
    public string? StudyId { get; init; }

    /// <summary>The labels the study gets.</summary>
    public RelabelMap Labels { get; init; } = RelabelMap.Empty;

    /// <summary>UIDs of the series to import; empty for all.</summary>
    public string[] Selected { get; init; } = [];

    /// <summary>UID and description of each expected series, in the order of the counts.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Series { get; init; } = [];

    /// <summary>The CSV file, as a full path.</summary>
    public string? SourceFile { get; init; }

    /// <summary>What was asked with; null when the study did not come from a row.</summary>
    public ImportRow? Criteria { get; init; }
}
