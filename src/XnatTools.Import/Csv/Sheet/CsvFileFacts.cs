using System.Text;

namespace XnatTools.Import.Csv;

/// <summary>What one look at all bytes of a file tells.</summary>
internal sealed class CsvFileFacts
{
    /// <summary>How to decode it; never throws while decoding.</summary>
    public Encoding Encoding { get; set; } = new UTF8Encoding(false, false);

    /// <summary>Bytes of the byte order mark.</summary>
    public int MarkLength { get; set; }

    /// <summary>What makes the file unreadable, or null.</summary>
    public CsvFindingCode? Fault { get; set; }

    /// <summary>Line of <see cref="Fault"/>, or 0.</summary>
    public int FaultLine { get; set; }

    public bool MixedLineEnds { get; set; }

    /// <summary>The start of the text, at most 64 KiB.</summary>
    public string Start { get; set; } = "";
}
