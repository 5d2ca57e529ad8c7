using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>How a script, or a chain of them, went on one object. Holds no value of the object.</summary>
public sealed class DicomEditResult
{
    internal DicomEditResult(DicomEditOutcome outcome, string message, int script, int line, int column, DicomEditCounts counts, IReadOnlyList<DicomPixelRegion> pixelEdits)
    {
        Outcome = outcome;
        Message = message;
        ScriptIndex = script;
        Line = line;
        Column = column;
        Counts = counts;
        PixelEdits = pixelEdits;
    }

    /// <summary>Only after success may the object be used.</summary>
    public DicomEditOutcome Outcome { get; }

    /// <summary>True for <see cref="DicomEditOutcome.Success"/>.</summary>
    public bool IsSuccess => Outcome == DicomEditOutcome.Success;

    /// <summary>What happened, with the line of the script. Never a value.</summary>
    public string Message { get; }

    /// <summary>The message without the line of the script.</summary>
    internal string MessageAlone
    {
        get
        {
            string place = $"Line {Line}: ";
            return Line > 0 && Message.StartsWith(place, System.StringComparison.Ordinal) ? Message.Substring(place.Length) : Message;
        }
    }

    /// <summary>Which script of the chain stopped, from 0; after success the last one.</summary>
    public int ScriptIndex { get; }

    /// <summary>Line of the statement that stopped the run, from 1; 0 after success.</summary>
    public int Line { get; }

    /// <summary>Column of that statement, from 1; 0 after success.</summary>
    public int Column { get; }

    /// <summary>What was done.</summary>
    public DicomEditCounts Counts { get; }

    /// <summary>Rectangles that <c>alterPixels</c> asked for and the context's editor was given, in order.</summary>
    public IReadOnlyList<DicomPixelRegion> PixelEdits { get; }

    /// <summary>With <see cref="DicomEditCompatibility.Exact"/>: faults of XNAT's engine that this run repeated, each once.</summary>
    public IReadOnlyList<string> EngineFaults { get; internal init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Outcome + ": " + Message;
}
