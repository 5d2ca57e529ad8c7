using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>
/// Audits DICOM objects for what could identify a patient. Objects may be examined on several threads; <see cref="Complete"/>
/// gives a summary for each scan. It finds known risks and proves nothing.
/// </summary>
public sealed class IdentityAudit
{
    private const int MostHits = 200;

    private readonly IdentityAuditOptions _options;
    private readonly ConfidentialityTable _table;
    private readonly KnownTerms _known;
    private readonly ValuePatterns _patterns;
    private readonly DirectIdentifiers _identifiers;
    private readonly AttributeCheck _attributes;
    private readonly ScanTotals _totals;
    private readonly DateTime _today;

    /// <summary>An audit under options.</summary>
    /// <exception cref="XnatException">Options exclude each other, or a pattern is not one.</exception>
    public IdentityAudit(IdentityAuditOptions? options = null)
    {
        _options = options ?? new IdentityAuditOptions();
        _table = new ConfidentialityTable(ConfidentialityTable.OptionsOf(_options.Profile) | _options.Options);
        _known = new KnownTerms(_options.Known);
        _patterns = new ValuePatterns(_options.Patterns, _options.Allowed);
        _identifiers = new DirectIdentifiers(_options.Project, _options.Subject, _options.Session);
        _attributes = new AttributeCheck(_table, _identifiers, _options.Profile);
        _today = _options.Time.GetUtcNow().UtcDateTime.Date;
        _totals = new ScanTotals(_options.MaxFindings, _options.Time.GetUtcNow());
    }

    /// <summary>Known identifiers too short to look for.</summary>
    public int IgnoredIdentifiers => _known.Ignored;

    /// <summary>Examines a file. What is no DICOM file, or cannot be read, is a blocking finding.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name under the folder that was given: names of files and folders are searched too.</param>
    /// <param name="position">Position in the command, from 1.</param>
    /// <param name="originalPath">The file before de-identification, when there is one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The findings of the file.</returns>
    public IReadOnlyList<IdentityFinding> ExamineFile(string path, string name, int position, string? originalPath = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using DicomFile file = DicomFile.Open(path);
            using DicomFile? original = originalPath is not null && File.Exists(originalPath) ? DicomFile.Open(originalPath) : null;
            return Examine(file, name, position, path, original);
        }
        catch (Exception error) when (error is DicomException or IOException or UnauthorizedAccessException)
        {
            return ExamineOther(name, position, path, error);
        }
    }

    /// <summary>Examines an open file.</summary>
    public IReadOnlyList<IdentityFinding> Examine(DicomFile file, string name, int position, string source, DicomFile? original = null)
    {
        if (file is null)
        {
            throw new ArgumentNullException(nameof(file));
        }

        ObjectFindings findings = new(_options.WithValues, _options.MaxFindings);
        DateCheck dates = new(_table, _options.ShiftDays, _today);
        ObjectAudit audit = new(_known, _patterns, _table, _attributes, dates, findings);
        dates.Begin(file.Dataset);
        FileCheck.Check(file, findings);
        audit.Walk(file.Meta, original?.Meta);
        audit.Walk(file.Dataset, original?.Dataset);
        PixelRisk.Check(file.Dataset, file.TransferSyntaxUid, findings);
        MarkCheck.Check(file.Dataset, _table, dates.Shifts, findings);
        audit.SearchName(name ?? "", "FileName");
        if (!_known.IsEmpty)
        {
            ByteSearch.Search(file, _known, audit.Left, findings, MostHits);
        }

        _totals.Add(file.Dataset, findings, audit.References, dates.Shifts, position, source);
        return findings.List;
    }

    /// <summary>Examines a header as a server lists it: there are no pixels, no file and one level of nesting.</summary>
    /// <param name="header">The elements.</param>
    /// <param name="position">Number of the header, from 1.</param>
    /// <param name="source">Where it is, for the findings.</param>
    /// <param name="labels">Labels of subject and session under which the server has it: they are searched too.</param>
    public IReadOnlyList<IdentityFinding> Examine(IReadOnlyList<DicomHeaderElement> header, int position, string source, IEnumerable<string?>? labels = null)
    {
        DicomDataset dataset = HeaderDump.ToDataset(header);
        ObjectFindings findings = new(_options.WithValues, _options.MaxFindings);
        DateCheck dates = new(_table, _options.ShiftDays, _today);
        ObjectAudit audit = new(_known, _patterns, _table, _attributes, dates, findings);
        dates.Begin(dataset);
        audit.Walk(dataset, null);
        PixelRisk.Check(dataset, null, findings);
        MarkCheck.Check(dataset, _table, dates.Shifts, findings);
        foreach (string? label in labels ?? [])
        {
            audit.SearchName(label ?? "", "Label", "The label");
        }

        _totals.Add(dataset, findings, audit.References, dates.Shifts, position, source);
        return findings.List;
    }

    /// <summary>Summaries of the scans examined, in the order in which they came.</summary>
    public IReadOnlyList<IdentityScan> Complete() => _totals.Complete(checkReferences: true);

    private List<IdentityFinding> ExamineOther(string name, int position, string path, Exception error)
    {
        ObjectFindings findings = new(_options.WithValues, _options.MaxFindings);
        DateCheck dates = new(_table, null, _today);
        ObjectAudit audit = new(_known, _patterns, _table, _attributes, dates, findings);
        long length = -1;
        try
        {
            length = new FileInfo(path).Length;
        }
        catch (IOException)
        {
            // What it is like does not matter then.
        }

        string reason = length == 0 ? "The file is empty."
            : error is DicomException { Code: DicomErrorCode.NotDicom } ? "It is not a DICOM file: documents beside images may hold anything."
            : "The file could not be read.";
        findings.Add(IdentitySeverity.Blocking, "OtherFile", "", reason);
        audit.SearchName(name ?? "", "FileName");
        _totals.Add(null, findings, audit.References, dates.Shifts, position, path);
        return findings.List;
    }
}
