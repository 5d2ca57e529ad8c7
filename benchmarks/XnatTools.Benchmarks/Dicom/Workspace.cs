using System;
using System.IO;
using System.Linq;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>What the parts of the benchmark share: how often each row is measured, and folders that are gone afterwards.</summary>
internal sealed class Workspace : IDisposable
{
    // What the full size of 200 files of 20 MB and their copies take, and what the quick one does.
    private const long FullSize = 10L * 1024 * 1024 * 1024;
    private const long QuickSize = 2L * 1024 * 1024 * 1024;

    private static readonly string[] s_peers = ["storescu", "dcmsend", "fo-dicom"];

    private readonly string _root;
    private readonly string[] _peers;

    public Workspace(string[] arguments)
    {
        _peers = [.. arguments.Where(s_peers.Contains)];
        IsQuick = arguments.Contains("quick");
        _root = Path.Combine(Place(IsQuick ? QuickSize : FullSize), "xtbench" + Guid.NewGuid().ToString("N"));
        Measure = new Measure(IsQuick ? 3 : 5);
        Directory.CreateDirectory(_root);
    }

    /// <summary>Fewer files, fewer runs.</summary>
    public bool IsQuick { get; }

    public Measure Measure { get; }

    /// <summary>The program that is asked to do the same with fo-dicom, which is not among what this builds with.</summary>
    public ExternalPeer FoDicom { get; } = new("fo-dicom", "XNATTOOLS_PEER_FODICOM");

    /// <summary>Where it is.</summary>
    public string Root => _root;

    /// <summary>Path in the workspace.</summary>
    public string File(string name) => Path.Combine(_root, name);

    /// <summary>A peer is measured: all are, or those that were named, since some take minutes.</summary>
    public bool Asks(string peer) => _peers.Length == 0 || _peers.Contains(peer);

    /// <summary>An empty folder of this name.</summary>
    public string Folder(string name)
    {
        string path = File(name);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        return Directory.CreateDirectory(path).FullName;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>
    /// Files in memory where there is room. On a disk the rows are not comparable: every run takes the files of the run before away, and
    /// ext4 passes over places of files that were taken away a moment ago, one by one, so that later rows pay for earlier ones.
    /// </summary>
    private static string Place(long wanted)
    {
        const string memory = "/dev/shm";
        return Directory.Exists(memory) && new DriveInfo(memory).AvailableFreeSpace >= wanted ? memory : Path.GetTempPath();
    }
}
