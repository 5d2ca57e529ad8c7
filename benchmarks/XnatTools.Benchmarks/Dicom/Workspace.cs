using System;
using System.IO;
using System.Linq;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>What the parts of the benchmark share: how often each row is measured, and folders that are gone afterwards.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), "xtbench" + Guid.NewGuid().ToString("N"));

    public Workspace(string[] arguments)
    {
        IsQuick = arguments.Contains("quick");
        Measure = new Measure(IsQuick ? 3 : 5);
        Directory.CreateDirectory(_root);
    }

    /// <summary>Fewer files, fewer runs.</summary>
    public bool IsQuick { get; }

    public Measure Measure { get; }

    /// <summary>The program that is asked to do the same with fo-dicom, which is not among what this builds with.</summary>
    public ExternalPeer FoDicom { get; } = new("fo-dicom", "XNATTOOLS_PEER_FODICOM");

    /// <summary>Path in the workspace.</summary>
    public string File(string name) => Path.Combine(_root, name);

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
}
