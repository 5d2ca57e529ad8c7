using System;
using System.Collections.Generic;
using System.IO;

namespace XnatTools.Import.Csv;

/// <summary>
/// Reads a CSV file of studies the way a careful person would, and streams its rows with everything that is wrong with them.
/// The file is read several times (its bytes, a survey in one or two passes, the rows), so that a row can be judged beside all others
/// while memory stays flat: between the passes only hashes and line numbers of what contradicts itself are kept.
/// </summary>
public sealed class CsvSheetReader : IDisposable
{
    private readonly CsvFile _file;
    private readonly CsvReadOptions _options;
    private readonly List<CsvFinding> _findings = [];
    private readonly CsvFileFacts _facts;
    private readonly char _delimiter;
    private readonly CsvSurvey? _survey;

    private CsvSheetReader(CsvFile file, CsvReadOptions options)
    {
        _file = file;
        _options = options;
        FindingSink sink = new(file.Path, options.IncludeValues, true);
        _facts = CsvSniffer.Look(file, options);
        if (_facts.Fault is CsvFindingCode fault)
        {
            sink.Add(fault, _facts.FaultLine);
            _findings.AddRange(sink.Take());
            return;
        }

        char? separator = CsvDelimiters.FromSepLine(_facts.Start);
        _delimiter = options.Delimiter ?? separator ?? CsvDelimiters.Detect(_facts.Start);
        DescribeFile(sink, separator is not null);
        Sheet = new HeadingReader(sink).Read(Records(), separator is not null);
        if (Sheet is not null)
        {
            _survey = Survey(sink);
        }

        _findings.AddRange(sink.Take());
    }

    /// <summary>The file, as a full path.</summary>
    public string SourceFile => _file.Path;

    /// <summary>What is wrong or odd about the file and its headings.</summary>
    public IReadOnlyList<CsvFinding> Findings => _findings;

    /// <summary>The columns; empty when no headings were found.</summary>
    public IReadOnlyList<CsvColumn> Columns => Sheet?.Columns ?? [];

    /// <summary>Data rows.</summary>
    public int RowCount => _survey?.Rows ?? 0;

    /// <summary>The delimiter found or given.</summary>
    public char Delimiter => _delimiter;

    /// <summary>False when a finding about the file or its headings is an error, so that no row can be trusted.</summary>
    public bool IsUsable => !_findings.Exists(f => f.Severity == FindingSeverity.Error);

    internal CsvSheet? Sheet { get; }

    /// <summary>True when reading cannot come to the end of the file.</summary>
    internal bool IsCut { get; private set; }

    internal CsvReadOptions Options => _options;

    /// <summary>Opens a file and judges it as a whole. A file that is not usable does not throw; see <see cref="IsUsable"/>.</summary>
    /// <exception cref="XnatException">The file does not exist or cannot be opened.</exception>
    public static CsvSheetReader Open(string path, CsvReadOptions? options = null) => Open(CsvFile.Open(path), options);

    /// <summary>Opens a stream, which is closed with the reader. <paramref name="name"/> stands for its path.</summary>
    public static CsvSheetReader Open(Stream stream, string name, CsvReadOptions? options = null) =>
        Open(CsvFile.Open(stream ?? throw new ArgumentNullException(nameof(stream)), name), options);

    /// <summary>Reads the rows of a file, each with its findings. Rows with an error come too: they must not be asked for.</summary>
    /// <exception cref="XnatException">The file cannot be read, or its headings are not usable.</exception>
    public static IEnumerable<ImportRow> Read(string path, CsvReadOptions? options = null)
    {
        using CsvSheetReader reader = Open(path, options);
        foreach (ImportRow row in reader.ReadRows())
        {
            yield return row;
        }
    }

    /// <summary>Streams the rows. It can be enumerated again, but not twice at a time.</summary>
    /// <exception cref="XnatException">The file is not usable.</exception>
    public IEnumerable<ImportRow> ReadRows()
    {
        ThrowIfUnusable();
        RowBuilder builder = new(SourceFile, Sheet!);
        foreach (JudgedRow judged in ReadJudged())
        {
            yield return builder.Build(judged.Row, judged.Findings);
        }
    }

    /// <summary>Throws the error that makes the file unusable, if there is one.</summary>
    public void ThrowIfUnusable()
    {
        foreach (CsvFinding finding in _findings)
        {
            if (finding.Severity == FindingSeverity.Error)
            {
                bool headings = Sheet is not null || finding.Code == CsvFindingCodes.HeadingNone.Id;
                string where = finding.Line > 0 ? $"Line {finding.Line}: " : "";
                throw new XnatException(headings ? XnatErrorCode.CsvHeaderInvalid : XnatErrorCode.CsvUnreadable, where + finding.Message)
                {
                    Advice = finding.Cure,
                    TargetObject = finding,
                };
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Every row with its findings, also of a file whose headings are not usable; nothing when there is no sheet at all.</summary>
    internal IEnumerable<JudgedRow> ReadJudged()
    {
        if (Sheet is null || _survey is null)
        {
            yield break;
        }

        FindingSink sink = new(_file.Path, _options.IncludeValues, true);
        RowEvaluator evaluator = new(Sheet, _options, sink);
        JudgedRow judged = new();
        int rows = 0;
        foreach (RawRecord record in DataRecords(Records()))
        {
            if (record.IsBlank)
            {
                continue;
            }

            if (++rows > _options.MaximumRows)
            {
                yield break;
            }

            EvaluatedRow row = evaluator.Evaluate(record);
            _survey.Compare(row, Sheet, sink);
            judged.Row = row;
            judged.Findings = sink.Take();
            yield return judged;
        }
    }

    private static CsvSheetReader Open(CsvFile file, CsvReadOptions? options)
    {
        try
        {
            return new CsvSheetReader(file, options ?? CsvReadOptions.Default);
        }
        catch (IOException e)
        {
            file.Dispose();
            throw new XnatException(XnatErrorCode.CsvUnreadable, "The CSV file cannot be read to its end.", e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private IEnumerable<RawRecord> Records() => Records(new RecordReader(_delimiter, _options.MaximumCellLength));

    private IEnumerable<RawRecord> Records(RecordReader reader)
    {
        using StreamReader text = new(_file.Rewind(_facts.MarkLength), _facts.Encoding, false, 65536, leaveOpen: true);
        foreach (RawRecord record in reader.Read(text))
        {
            yield return record;
        }
    }

    private IEnumerable<RawRecord> DataRecords(IEnumerable<RawRecord> records)
    {
        int index = 0;
        foreach (RawRecord record in records)
        {
            if (++index > Sheet!.SkipRecords)
            {
                yield return record;
            }
        }
    }

    private void DescribeFile(FindingSink sink, bool sepLine)
    {
        if (_facts.MarkLength > 0)
        {
            sink.Add(CsvFindingCodes.ByteOrderMark, 1);
        }

        if (sepLine)
        {
            sink.Add(CsvFindingCodes.SepLine, 1);
        }

        if (_delimiter != ',')
        {
            sink.Add(CsvFindingCodes.Delimiter, 0, first: CsvDelimiters.NameOf(_delimiter));
        }

        if (_facts.MixedLineEnds)
        {
            sink.Add(CsvFindingCodes.LineEndsMixed, 0);
        }
    }

    /// <summary>The survey's second pass, made only when some value stands in several rows.</summary>
    private void FindLines(CsvSurvey survey)
    {
        RowEvaluator evaluator = new(Sheet!, _options, new FindingSink("", false, false));
        foreach (RawRecord record in DataRecords(Records()))
        {
            if (!record.IsBlank)
            {
                survey.Add(evaluator.Evaluate(record));
            }
        }
    }

    private CsvSurvey Survey(FindingSink sink)
    {
        CsvSurvey survey = new();
        BareColumns bare = new(Sheet!);
        RecordReader reader = new(_delimiter, _options.MaximumCellLength);
        RowEvaluator evaluator = new(Sheet!, _options, new FindingSink("", false, false));
        foreach (RawRecord record in DataRecords(Records(reader)))
        {
            if (record.IsBlank)
            {
                survey.AddBlank(record.Line);
                continue;
            }

            survey.Add(evaluator.Evaluate(record));
            bare.Add(record);
            if (survey.Rows > _options.MaximumRows)
            {
                sink.Add(CsvFindingCodes.TooManyRows, record.Line, first: _options.MaximumRows);
                IsCut = true;
                return survey;
            }
        }

        if (survey.Settle())
        {
            FindLines(survey);
        }

        if (reader.Fault is CsvFindingCode fault)
        {
            sink.Add(fault, reader.FaultLine, first: RecordReader.MaximumColumns);
            IsCut = true;
        }

        bare.Report(sink);
        if (survey.Rows == 0)
        {
            sink.Add(CsvFindingCodes.NoRows, 0);
        }

        if (survey.BlankLines > 0)
        {
            sink.Add(CsvFindingCodes.RowBlank, survey.FirstBlankLine, first: survey.BlankLines, second: survey.FirstBlankLine);
        }

        if (survey.Rows > 1000)
        {
            sink.Add(CsvFindingCodes.ManyRows, 0, first: survey.Rows);
        }

        return survey;
    }
}
