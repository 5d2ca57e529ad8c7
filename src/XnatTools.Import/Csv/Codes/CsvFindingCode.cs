using System.Globalization;

namespace XnatTools.Import.Csv;

/// <summary>One kind of finding. Ids are part of the contract with scripts: Pascal case, prefix <c>Csv</c>, never reused.</summary>
public sealed class CsvFindingCode
{
    internal CsvFindingCode(string id, FindingSeverity severity, bool canRepair, string message, string cure)
    {
        Id = id;
        Severity = severity;
        CanRepair = canRepair;
        Message = message;
        Cure = cure;
    }

    /// <summary>The stable name.</summary>
    public string Id { get; }

    /// <summary>How bad it is.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>True when Repair-XnatCsv mends it without guessing.</summary>
    public bool CanRepair { get; }

    /// <summary>What is wrong; <c>{0}</c> and <c>{1}</c> stand for line numbers, counts and our own words, never for a cell.</summary>
    public string Message { get; }

    /// <summary>What to do about it.</summary>
    public string Cure { get; }

    /// <inheritdoc/>
    public override string ToString() => Id;

    internal string Format(object? first, object? second) => first is null
        ? Message
        : string.Format(CultureInfo.InvariantCulture, Message, first, second);
}
