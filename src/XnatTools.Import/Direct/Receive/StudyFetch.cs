using System;
using System.Collections.Generic;
using System.Threading;
using XnatTools.Import.Direct.Staging;

namespace XnatTools.Import.Direct.Receive;

/// <summary>A study that is being received: what is wanted, what came, and when something last came.</summary>
internal sealed class StudyFetch(PacsStudy study, StagedStudy staged, IReadOnlyList<PacsSeries> series, FaultLog faults, TimeProvider time)
{
    private readonly HashSet<string> _wanted = UidsOf(series);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private long _lastArrival = time.GetTimestamp();
    private volatile bool _isRefused;
    private int _taken;
    private int _fresh;

    public PacsStudy Study { get; } = study;

    public StagedStudy Staged { get; } = staged;

    /// <summary>The series wanted.</summary>
    public IReadOnlyList<PacsSeries> Series { get; } = series;

    public FaultLog Faults { get; } = faults;

    /// <summary>Objects that were answered with success since the request began; the sender counts the same.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Instances that are new in staging since the study was begun.</summary>
    public int Fresh => Volatile.Read(ref _fresh);

    /// <summary>Time since something last came, or the request began.</summary>
    public TimeSpan Quiet => time.GetElapsedTime(Volatile.Read(ref _lastArrival));

    /// <summary>Two different objects came under one UID.</summary>
    public bool HasConflict => Faults.Count(ReceiveFaultKind.DuplicateDiffers) > 0;

    /// <summary>The disk did not take an object: whatever else comes would only be refused.</summary>
    public bool IsRefused => _isRefused;

    /// <summary>The disk did not take an object.</summary>
    public void Refuse() => _isRefused = true;

    /// <summary>A series that was selected; any series of a study that is wanted whole.</summary>
    public bool Wants(string seriesInstanceUid) => Study.SeriesInstanceUid.Length == 0 || _wanted.Contains(seriesInstanceUid);

    /// <summary>A request begins.</summary>
    public void Begin()
    {
        lock (_seen)
        {
            _seen.Clear();
            Volatile.Write(ref _taken, 0);
        }

        Touch();
    }

    /// <summary>Something of it came, be it only a sign of life.</summary>
    public void Touch() => Volatile.Write(ref _lastArrival, time.GetTimestamp());

    /// <summary>Something came that is not wanted, and was passed over.</summary>
    public void Passed()
    {
        Touch();
        Interlocked.Increment(ref _taken);
    }

    /// <summary>An instance came and is in staging, or was there.</summary>
    /// <returns>False when it came in this request already.</returns>
    public bool Arrived(string sopInstanceUid, bool fresh)
    {
        Touch();
        if (fresh)
        {
            Interlocked.Increment(ref _fresh);
        }

        Interlocked.Increment(ref _taken);
        lock (_seen)
        {
            return _seen.Add(sopInstanceUid);
        }
    }

    private static HashSet<string> UidsOf(IReadOnlyList<PacsSeries> series)
    {
        HashSet<string> uids = new(StringComparer.Ordinal);
        foreach (PacsSeries one in series)
        {
            uids.Add(one.SeriesInstanceUid);
        }

        return uids;
    }
}
