namespace XnatTools.DicomEdit;

/// <summary>A place in the script as its author sees it: both count from 1.</summary>
internal readonly struct SourcePosition(int line, int column)
{
    public readonly int Line = line;

    public readonly int Column = column;
}
