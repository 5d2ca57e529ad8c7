using System.Collections.Generic;

namespace XnatTools.Import.Csv;

/// <summary>Collects findings; switched off, it only remembers whether there was an error.</summary>
internal sealed class FindingSink
{
    private readonly string _path;
    private readonly bool _includeValues;
    private List<CsvFinding>? _items;

    public FindingSink(string path, bool includeValues, bool enabled)
    {
        _path = path;
        _includeValues = includeValues;
        IsEnabled = enabled;
    }

    public bool IsEnabled { get; }

    public bool HasError { get; private set; }

    public IReadOnlyList<CsvFinding> Items => _items ?? (IReadOnlyList<CsvFinding>)[];

    public void Add(CsvFindingCode code, int line, CsvColumn? column = null, string? value = null, char? character = null, object? first = null, object? second = null) =>
        Add(code, line, column?.Heading, column?.Number ?? 0, value, character, first, second);

    public void Add(CsvFindingCode code, int line, string? heading, int number, string? value, char? character = null, object? first = null, object? second = null)
    {
        HasError |= code.Severity == FindingSeverity.Error;
        if (!IsEnabled)
        {
            return;
        }

        (_items ??= []).Add(new CsvFinding
        {
            SourceFile = _path,
            Line = line,
            Column = heading,
            ColumnNumber = number,
            Code = code.Id,
            Severity = code.Severity,
            Message = code.Format(first, second),
            Cure = code.Cure,
            CodePoint = character is char c ? CsvText.CodePoint(c) : null,
            Value = _includeValues ? value : null,
            CanRepair = code.CanRepair,
        });
    }

    /// <summary>The findings so far; the sink is empty afterwards.</summary>
    public CsvFinding[] Take()
    {
        HasError = false;
        if (_items is null || _items.Count == 0)
        {
            return [];
        }

        CsvFinding[] taken = _items.ToArray();
        _items.Clear();
        return taken;
    }
}
