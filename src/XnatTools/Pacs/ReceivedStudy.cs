using System;

namespace XnatTools;

/// <summary>A study that was received from a PACS into staging, counted against what the PACS has.</summary>
public sealed class ReceivedStudy
{
    /// <summary>Line of the CSV file the study belongs to; 0 when it did not come from one.</summary>
    public int Row { get; internal init; }

    /// <summary>The CSV file, as a full path.</summary>
    public string? SourceFile { get; internal init; }

    /// <summary>What became of it.</summary>
    public ReceiveOutcome Outcome { get; internal init; }

    /// <summary>The id of the error; null when it is complete.</summary>
    public string? Code { get; internal init; }

    /// <summary>Why, in words without identifiers; null when it is complete.</summary>
    public string? Reason { get; internal init; }

    /// <summary>What was asked for.</summary>
    public PacsStudy Study { get; internal init; } = new();

    /// <summary>(0020,000D).</summary>
    public string StudyInstanceUid => Study.StudyInstanceUid;

    /// <summary>(0008,0050) as the PACS has it.</summary>
    public string? AccessionNumber => Study.AccessionNumber;

    /// <summary>Subject label it shall get.</summary>
    public string? Subject => Study.Subject;

    /// <summary>Session label it shall get.</summary>
    public string? Session => Study.Session;

    /// <summary>Every series asked for.</summary>
    public ReceivedSeries[] Series { get; internal init; } = [];

    /// <summary>Instances that the PACS counts; null when it does not tell of every series.</summary>
    public int? Expected { get; internal init; }

    /// <summary>Instances in staging.</summary>
    public int Received { get; internal init; }

    /// <summary>Of them, those that came in this run; the rest was there already.</summary>
    public int New { get; internal init; }

    /// <summary>Bytes in staging.</summary>
    public long Length { get; internal init; }

    /// <summary>C-GET or C-MOVE; null when nothing had to be asked for.</summary>
    public string? Method { get; internal init; }

    /// <summary>Retrieve requests that were made.</summary>
    public int Requests { get; internal init; }

    /// <summary>What went wrong on the way, complete or not; never null.</summary>
    public ReceiveFault[] Faults { get; internal init; } = [];

    /// <summary>The study's folder in staging. It holds identifying files.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>Time from the first question to the outcome.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>True when everything that the PACS counts is in staging.</summary>
    public bool IsComplete => Outcome == ReceiveOutcome.Complete;

    /// <inheritdoc/>
    public override string ToString() => $"{Study}: {Outcome}";
}
