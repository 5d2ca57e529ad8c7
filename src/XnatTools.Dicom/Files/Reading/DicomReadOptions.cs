namespace XnatTools.Dicom;

/// <summary>How a file is read, and what it may cost.</summary>
public sealed class DicomReadOptions
{
    internal static readonly DicomReadOptions s_default = new();

    /// <summary>Options for everything before the pixel data.</summary>
    public static DicomReadOptions Header { get; } = new() { Depth = DicomReadDepth.Header };

    /// <summary>How far to read.</summary>
    public DicomReadDepth Depth { get; init; }

    /// <summary>First tag that is not read any more, with <see cref="DicomReadDepth.UpToTag"/>.</summary>
    public DicomTag StopTag { get; init; } = DicomTags.PixelData;

    /// <summary>Values longer than this many bytes stay in the file and are read when asked for.</summary>
    public int LargeValue { get; init; } = 256 * 1024;

    /// <summary>Most bytes of header kept in memory.</summary>
    public int MaxHeaderBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>
    /// Most bytes that a deflated data set may have when it is inflated (into a temporary file): it can be a thousand times as long as the file.
    /// </summary>
    public long MaxInflatedBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Most elements, nested ones included.</summary>
    public int MaxElements { get; init; } = 2_000_000;

    /// <summary>Deepest nesting of sequences.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Most findings kept; later ones are counted as one.</summary>
    public int MaxFindings { get; init; } = 200;

    /// <summary>Without the tight loop for plain elements: it must find the same.</summary>
    internal bool Carefully { get; init; }

    /// <summary>Syntax to take when there is no meta group, instead of guessing.</summary>
    public string? AssumeTransferSyntax { get; init; }
}
