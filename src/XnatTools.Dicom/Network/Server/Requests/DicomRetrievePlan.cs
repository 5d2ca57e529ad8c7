using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>What a C-MOVE or C-GET shall do: files to send and where, or a refusal. The server carries it out.</summary>
public sealed class DicomRetrievePlan
{
    private DicomRetrievePlan(DicomStatus? refusal, DicomNode? destination, IReadOnlyList<string> paths)
    {
        Refusal = refusal;
        Destination = destination;
        Paths = paths;
    }

    /// <summary>The status to answer at once, or null.</summary>
    public DicomStatus? Refusal { get; }

    /// <summary>Where to send, with C-MOVE.</summary>
    public DicomNode? Destination { get; }

    /// <summary>The files.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Called with the number of each file before it is sent: to pace, or to throw (that file fails then).</summary>
    public Func<int, CancellationToken, Task>? BeforeEach { get; init; }

    /// <summary>Refuses.</summary>
    public static DicomRetrievePlan Refuse(DicomStatus status) => new(status, null, []);

    /// <summary>Sends files to a node (C-MOVE).</summary>
    public static DicomRetrievePlan SendTo(DicomNode destination, IReadOnlyList<string> paths) =>
        new(null, destination ?? throw new ArgumentNullException(nameof(destination)), paths ?? throw new ArgumentNullException(nameof(paths)));

    /// <summary>Sends files over the same association (C-GET).</summary>
    public static DicomRetrievePlan SendHere(IReadOnlyList<string> paths) => new(null, null, paths ?? throw new ArgumentNullException(nameof(paths)));

    /// <summary>The plan with a hook before each file.</summary>
    public DicomRetrievePlan WithBeforeEach(Func<int, CancellationToken, Task> hook) => new(Refusal, Destination, Paths) { BeforeEach = hook };
}
