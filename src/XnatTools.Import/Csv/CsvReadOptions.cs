using System;
using System.Globalization;
using System.Text;

namespace XnatTools.Import.Csv;

/// <summary>How a CSV file is read. The defaults suit what Excel, PowerShell and scripts write.</summary>
public sealed class CsvReadOptions
{
    /// <summary>Encoding of a file without a byte order mark; null means strict UTF-8. A byte order mark always wins.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The delimiter; null means: find out among comma, semicolon and tab.</summary>
    public char? Delimiter { get; init; }

    /// <summary>
    /// A .NET date format such as <c>dd/MM/yyyy</c> for dates that are not year first. Without it such dates are refused, because
    /// day and month cannot be told apart.
    /// </summary>
    public string? DateFormat { get; init; }

    /// <summary>Lets <c>*</c> and <c>?</c> through in search columns. Off: a file must never search more broadly than it says.</summary>
    public bool AllowWildcard { get; init; }

    /// <summary>Lets a row through that is identified by last name, first name and birth date only.</summary>
    public bool AllowNameSearch { get; init; }

    /// <summary>
    /// True: every row needs Subject and Session. False: labels are optional. Null (the default): a cell may not be blank where the
    /// file has the column; a file without the column is only warned about, because labels can be set later (Set-XnatLabel).
    /// </summary>
    public bool? RequireLabels { get; init; }

    /// <summary>Data rows read at most; a longer file is refused.</summary>
    public int MaximumRows { get; init; } = 1_000_000;

    /// <summary>Characters in one cell at most; more means a quote that was never closed, or no CSV file at all.</summary>
    public int MaximumCellLength { get; init; } = 65_536;

    /// <summary>Fills <see cref="CsvFinding.Value"/> with the cell. Off by default, since cells identify patients.</summary>
    public bool IncludeValues { get; init; }

    /// <summary>The clock by which a date is in the future.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal static CsvReadOptions Default { get; } = new();

    /// <summary>
    /// An encoding by name or number: <c>UTF8</c>, <c>Unicode</c>, <c>BigEndianUnicode</c>, <c>ASCII</c>, <c>ANSI</c> (Windows-1252), or
    /// anything .NET knows, such as <c>windows-1250</c> or <c>850</c>.
    /// </summary>
    public static Encoding EncodingByName(string name)
    {
        string key = (name ?? throw new ArgumentNullException(nameof(name))).Trim();
        switch (key.Replace("-", "").ToUpperInvariant())
        {
            case "UTF8" or "UTF8BOM" or "UTF8NOBOM":
                return new UTF8Encoding(false, true);
            case "UNICODE" or "UTF16" or "UTF16LE":
                return new UnicodeEncoding(false, true, true);
            case "BIGENDIANUNICODE" or "UTF16BE":
                return new UnicodeEncoding(true, true, true);
            case "UTF32":
                return new UTF32Encoding(false, true, true);
            case "ASCII":
                return System.Text.Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            case "ANSI" or "WINDOWS1252" or "DEFAULT":
                key = "1252";
                break;
        }

        try
        {
#if NETFRAMEWORK
            return int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int page) ? System.Text.Encoding.GetEncoding(page) : System.Text.Encoding.GetEncoding(key);
#else
            Encoding? found = int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int page)
                ? CodePagesEncodingProvider.Instance.GetEncoding(page)
                : CodePagesEncodingProvider.Instance.GetEncoding(key);
            return found ?? (page > 0 ? System.Text.Encoding.GetEncoding(page) : System.Text.Encoding.GetEncoding(key));
#endif
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "There is no encoding of that name or number.", e);
        }
    }
}
