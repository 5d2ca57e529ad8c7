using System;
using System.Collections.Generic;
using System.Net;
using XnatTools.Import.Nodes;
using XnatTools.Import.Schedule;

namespace XnatTools.Import.Direct.Receive;

/// <summary>How studies are received.</summary>
public sealed class ReceiveOptions
{
    private readonly int _studiesAtOnce = 2;
    private readonly int _instancesInFlight = 8;

    /// <summary>The node, and how it is talked to.</summary>
    public NodeProfile Profile { get; init; } = null!;

    /// <summary>Where files go.</summary>
    public string StagingFolder { get; init; } = "";

    /// <summary>How they come.</summary>
    public ReceiveMethod Method { get; init; }

    /// <summary>C-MOVE: the port to listen on, as the node knows it; null: no receiver is opened, unless C-MOVE is asked for by name.</summary>
    public int? ListenPort { get; init; }

    /// <summary>C-MOVE: the address to listen on.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Any;

    /// <summary>C-MOVE: AE title of our receiver, as the node knows it; our own when null.</summary>
    public string? ReceiverTitle { get; init; }

    /// <summary>C-MOVE: who may send, as <c>AET</c> or <c>AET@address</c>, besides the node itself.</summary>
    public IReadOnlyCollection<string> AllowedCallers { get; init; } = [];

    /// <summary>Studies at a time.</summary>
    public int StudiesAtOnce
    {
        get => _studiesAtOnce;
        init => _studiesAtOnce = value is >= 1 and <= 64 ? value : throw new XnatException(XnatErrorCode.ArgumentInvalid, "1 to 64 studies can be received at a time.");
    }

    /// <summary>Objects that are written at a time; further ones wait on the wire.</summary>
    public int InstancesInFlight
    {
        get => _instancesInFlight;
        init => _instancesInFlight = value is >= 1 and <= 256 ? value : throw new XnatException(XnatErrorCode.ArgumentInvalid, "1 to 256 objects can be written at a time.");
    }

    /// <summary>Bytes of the staging disk that must stay free.</summary>
    public long MinimumFreeBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Rounds of asking for a study: all of it, then what is missing by series, then by instance.</summary>
    public int Rounds { get; init; } = 6;

    /// <summary>Pauses between rounds; the last one repeats.</summary>
    public TimeSpan[] RoundPauses { get; init; } = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)];

    /// <summary>C-MOVE: how long nothing must come, after the node said it is done, before what is missing counts as missing.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>When studies may be asked for.</summary>
    public IImportSchedule Schedule { get; init; } = ImportSchedule.Always;

    /// <summary>Patience with a node that refuses, and the clock.</summary>
    public DirectPace Pace { get; init; } = new();

    /// <summary>Free bytes of the staging disk; the system's answer when null.</summary>
    public Func<long?>? FreeBytes { get; init; }

    internal string ReceiverAETitle => ReceiverTitle ?? Profile.CallingAETitle;

    internal IReadOnlyCollection<string> Callers() => [Profile.Node.AETitle, .. AllowedCallers];
}
