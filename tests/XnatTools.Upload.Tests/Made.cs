using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Sandbox;
using XnatTools.Sandbox.Demo;
using Xunit;

namespace XnatTools.Upload.Tests;

/// <summary>Made studies on disk, and a client of a sandbox.</summary>
internal static class Made
{
    private static readonly Lazy<string> s_folder = new(() =>
    {
        // Beside the tests, made anew by each run: whoever ends a run does not wait until it has tidied up.
        string folder = Path.Combine(AppContext.BaseDirectory, "made");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        MadeStudies.Write(folder, 11);
        return folder;
    });

    internal static string Folder => s_folder.Value;

    internal static string StudyFolder(int index) => Directory.GetDirectories(Folder).Order(StringComparer.Ordinal).ElementAt(index);

    internal static LocalSession Session(int index) => Assert.Single(LocalScan.Read(LocalScan.FilesOf(StudyFolder(index)), 2, CancellationToken.None).Sessions);

    /// <summary>The study with the most series.</summary>
    internal static LocalSession Largest() =>
        Directory.GetDirectories(Folder).SelectMany(f => LocalScan.Read(LocalScan.FilesOf(f), 2, CancellationToken.None).Sessions).OrderByDescending(s => s.Series.Count).First();

    internal static Task<SandboxHost> HostAsync() => SandboxHost.StartAsync(new SandboxOptions { HasDqr = false });

    internal static Task<XnatClient> ClientAsync(SandboxHost host, string user = "imaging") => XnatClient.ConnectAsync(
        new XnatClientOptions { Uri = host.Url, Credential = XnatCredential.Basic(user, user), AllowInsecure = true, UseProxy = false, RetryDelay = TimeSpan.FromMilliseconds(20) },
        CancellationToken.None);

    internal static ImportParameters Target(string session = "S001_MR_1") => new() { Project = "DEMO", Subject = "S001", Session = session };

    internal static UploadOptions Options(string? work = null, bool archive = false, bool packFirst = false) =>
        new() { RetryDelay = TimeSpan.FromMilliseconds(20), WorkFolder = work, Archive = archive, PackFirst = packFirst };

    internal static IEnumerable<string> StoredUids(SandboxHost host) => host.State.Prearchive.SelectMany(e => e.Scans)
        .Concat(host.State.Sessions.SelectMany(s => s.Scans)).SelectMany(s => s.Resources).SelectMany(r => r.Files).Select(f => f.SopInstanceUid);
}
