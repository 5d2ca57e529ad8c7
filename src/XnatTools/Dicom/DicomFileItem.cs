using System.Globalization;

namespace XnatTools;

/// <summary>A file that a command was given; the target of errors about it, which name it by its position.</summary>
public sealed class DicomFileItem
{
    /// <summary>Position in the command, from 1.</summary>
    public int Position { get; internal init; }

    /// <summary>The file. Its name may identify a patient.</summary>
    public string Path { get; internal init; } = "";

    /// <inheritdoc/>
    public override string ToString() => "file " + Position.ToString(CultureInfo.InvariantCulture);
}
