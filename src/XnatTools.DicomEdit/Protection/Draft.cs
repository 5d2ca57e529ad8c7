using System;
using System.Collections.Generic;
using System.IO;

namespace XnatTools.DicomEdit.Protection;

/// <summary>The result of one file while it comes about.</summary>
internal sealed class Draft(string source, int position)
{
    private DicomProtectOutcome _outcome = DicomProtectOutcome.Failed;
    private DicomEditCounts _counts;
    private int _rectangles;
    private string? _code;
    private string? _destination;

    public string Source { get; } = source;

    /// <summary>Hash of the full path of the source.</summary>
    public string Origin => ProtectionState.Key("origin", Path.GetFullPath(Source));

    public int Position { get; } = position;

    public string? Reason { get; set; }

    /// <summary>Faults of XNAT's engine that were repeated.</summary>
    public IReadOnlyList<string> EngineFaults { get; private set; } = [];

    public string? SourceHash { get; set; }

    public string? Hash { get; set; }

    /// <summary>Of everything before the pixel data.</summary>
    public string? SourceHeaderHash { get; set; }

    public string? HeaderHash { get; set; }

    public long SourceLength { get; set; }

    public long Length { get; private set; }

    public void Fail(XnatErrorCode code, string reason)
    {
        _outcome = DicomProtectOutcome.Failed;
        _code = code.Id;
        _destination = null;
        Length = 0;
        Hash = null;
        HeaderHash = null;
        Reason = reason;
    }

    public void NotDicom()
    {
        Fail(XnatErrorCode.DicomInvalid, "This is not a DICOM file.");
        _outcome = DicomProtectOutcome.NotDicom;
    }

    /// <summary>Takes what a chain of scripts did; false when it did not succeed.</summary>
    /// <param name="result">What it did.</param>
    /// <param name="scripts">How many scripts the user gave; 0 for the rectangles of a template.</param>
    public bool Take(DicomEditResult result, int scripts)
    {
        EngineFaults = result.EngineFaults.Count > 0 ? result.EngineFaults : EngineFaults;
        _counts = _counts.Plus(result.Counts);
        _rectangles += result.PixelEdits.Count;
        if (result.IsSuccess)
        {
            return true;
        }

        if (scripts == 0)
        {
            // The lines of that script are nobody's: it was made of the template.
            Fail(XnatErrorCode.DicomEditFailed, "Rectangles: " + result.MessageAlone);
            return false;
        }

        string which = scripts > 1 ? $"Script {result.ScriptIndex + 1}, " : "";
        bool rejected = result.Outcome == DicomEditOutcome.Rejected;
        Fail(rejected ? XnatErrorCode.DicomEditRejected : XnatErrorCode.DicomEditFailed, which + result.Message);
        _outcome = rejected ? DicomProtectOutcome.Rejected : DicomProtectOutcome.Failed;
        return false;
    }

    public void Written(string path)
    {
        _outcome = DicomProtectOutcome.Protected;
        _destination = path;
        Length = new FileInfo(path).Length;
    }

    public void AlreadyDone(string path, ProtectionState.Entry entry)
    {
        _outcome = DicomProtectOutcome.AlreadyDone;
        _destination = path;
        Length = entry.Written.Length;
        SourceHeaderHash = entry.Source.HeaderHash;
        HeaderHash = entry.Written.HeaderHash;
        SourceHash = entry.Source.Hash;
        Hash = entry.Written.Hash;
        Reason = "An earlier run wrote it, and both files are as they were then.";
    }

    /// <summary>What a later run needs to know both files again.</summary>
    public ProtectionState.Entry ToEntry(string name, string fingerprint, string key) => new(
        name,
        fingerprint,
        key,
        FileMark.Of(Source, SourceHeaderHash!, SourceHash),
        FileMark.Of(_destination!, HeaderHash!, Hash),
        Origin);

    public DicomProtectResult ToResult(TimeSpan duration) => new()
    {
        Position = Position,
        Outcome = _outcome,
        Source = Source,
        Destination = _destination,
        Reason = Reason,
        Code = _code,
        Changed = _counts.Changed,
        Removed = _counts.Removed,
        Added = _counts.Added,
        Emptied = _counts.Emptied,
        Rectangles = _rectangles,
        SourceHeaderHash = SourceHeaderHash,
        HeaderHash = HeaderHash,
        SourceHash = SourceHash,
        Hash = Hash,
        SourceLength = SourceLength,
        Length = Length,
        Duration = duration,
    };
}
