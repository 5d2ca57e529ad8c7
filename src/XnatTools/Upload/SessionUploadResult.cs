using System;

namespace XnatTools;

/// <summary>One session that was to be sent to XNAT, and what the server holds of it.</summary>
public sealed class SessionUploadResult
{
    public string Project { get; internal init; } = "";

    /// <summary>Subject label.</summary>
    public string Subject { get; internal init; } = "";

    /// <summary>Session label.</summary>
    public string Session { get; internal init; } = "";

    public SessionUploadOutcome Outcome { get; internal init; }

    /// <summary>True when every object was found at the server.</summary>
    public bool IsProven => Outcome is SessionUploadOutcome.Archived or SessionUploadOutcome.InPrearchive;

    /// <summary>Id of the error, where it is not proven.</summary>
    public string? Code { get; internal init; }

    /// <summary>Why, in a sentence.</summary>
    public string? Reason { get; internal init; }

    /// <summary>What to do about it, where more is known than the code says in general.</summary>
    internal string? Advice { get; init; }

    /// <summary>(0020,000D) as it was sent.</summary>
    public string StudyInstanceUid { get; internal init; } = "";

    public int SeriesCount { get; internal init; }

    /// <summary>Objects that were to be sent.</summary>
    public int InstanceCount { get; internal init; }

    /// <summary>Objects found at the server, one by one or by count.</summary>
    public int InstancesFound { get; internal init; }

    /// <summary>SOP instance UIDs that the server does not have.</summary>
    public string[] MissingInstance { get; internal init; } = [];

    /// <summary>Objects of the session at the server that this command did not send.</summary>
    public int OtherInstances { get; internal init; }

    /// <summary>Series that were on the server from an earlier run and were not sent again.</summary>
    public int SeriesResumed { get; internal init; }

    /// <summary>Bytes of the objects sent.</summary>
    public long Length { get; internal init; }

    /// <summary>Where it is: /prearchive/... or /archive/...; null when nowhere.</summary>
    public string? Url { get; internal init; }

    public TimeSpan Duration { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Project}: {Outcome}";
}
