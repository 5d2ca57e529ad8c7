using System;
using System.Collections.Generic;

namespace XnatTools;

/// <summary>
/// One data line of a CSV file, read and checked: what to ask the PACS for, and the labels the answer shall get. Property
/// names are those of Find-PacsStudy's parameters, so that a row binds by name.
/// </summary>
public sealed class ImportRow
{
    /// <summary>Line in the file, counted from 1 (the heading is usually line 1).</summary>
    public int Row { get; internal init; }

    /// <summary>The file, as a full path; null when the row came from parameters.</summary>
    public string? SourceFile { get; internal init; }

    /// <summary>(0008,0050), exact.</summary>
    public string? AccessionNumber { get; internal init; }

    /// <summary>(0020,000D).</summary>
    public string? StudyInstanceUid { get; internal init; }

    /// <summary>(0010,0020), exact.</summary>
    public string? PatientId { get; internal init; }

    /// <summary>(0008,0020): <c>yyyyMMdd</c>, or a range <c>yyyyMMdd-yyyyMMdd</c>, <c>yyyyMMdd-</c>, <c>-yyyyMMdd</c>.</summary>
    public string? StudyDate { get; internal init; }

    /// <summary>First component of (0010,0010).</summary>
    public string? LastName { get; internal init; }

    /// <summary>Second component of (0010,0010).</summary>
    public string? FirstName { get; internal init; }

    /// <summary>(0010,0030), yyyyMMdd.</summary>
    public string? PatientBirthDate { get; internal init; }

    /// <summary>(0008,0061), such as MR.</summary>
    public string? Modality { get; internal init; }

    /// <summary>Labels; never null.</summary>
    public RelabelMap Labels { get; internal init; } = RelabelMap.Empty;

    /// <summary>Same as <c>Labels.Subject</c>.</summary>
    public string? Subject => Labels.Subject;

    /// <summary>Same as <c>Labels.Session</c>.</summary>
    public string? Session => Labels.Session;

    /// <summary>Columns that XnatTools does not know, by heading as it stands in the file; for templates and reports.</summary>
    public IReadOnlyDictionary<string, string> Other { get; internal init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong or odd about this row; never null. A row with an Error is not asked for.</summary>
    public CsvFinding[] Findings { get; internal init; } = [];

    /// <summary>False when some finding is an Error.</summary>
    public bool IsValid => !Array.Exists(Findings, f => f.Severity == FindingSeverity.Error);

    /// <summary>A safe label: no identifier.</summary>
    public override string ToString() => $"row {Row}";
}
