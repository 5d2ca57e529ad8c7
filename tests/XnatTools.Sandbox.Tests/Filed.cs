using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox.Demo;
using XnatTools.Sandbox.Filing;

namespace XnatTools.Sandbox.Tests;

/// <summary>Files made studies into a sandbox, as its receiver would.</summary>
internal static class Filed
{
    private static readonly Lazy<(string Folder, IReadOnlyList<MadeStudy> Studies)> s_made = new(() =>
    {
        // Beside the tests, made anew by each run: whoever ends a run does not wait until it has tidied up.
        string folder = Path.Combine(AppContext.BaseDirectory, "made");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return (folder, MadeStudies.Write(folder, 7));
    });

    internal static IReadOnlyList<MadeStudy> Studies => s_made.Value.Studies;

    internal static string[] FilesOf(int index) => Directory.GetFiles(
        Path.Combine(s_made.Value.Folder, $"study{index + 1:00}"), "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();

    /// <summary>Files a study into a project under labels.</summary>
    internal static async Task<PrearchiveEntry> FileAsync(
        SandboxHost host, int index, string? project = "DEMO", string? subject = null, string? session = null, SandboxReceiver? receiver = null)
    {
        FilingResult? last = null;
        foreach (string source in FilesOf(index))
        {
            string temp = Path.Combine(host.State.TempFolder, Guid.NewGuid().ToString("N"));
            File.Copy(source, temp);
            last = await host.Context.Filing.FileAsync(
                new ArrivedObject { Path = temp, Project = project, Subject = subject, Session = session, Receiver = receiver }, CancellationToken.None);
        }

        return last!.Entry!;
    }

    /// <summary>Files the first object of a study; null when it was not kept.</summary>
    internal static async Task<PrearchiveEntry?> FileOneAsync(SandboxHost host, int index)
    {
        string temp = Path.Combine(host.State.TempFolder, Guid.NewGuid().ToString("N"));
        File.Copy(FilesOf(index)[0], temp);
        return (await host.Context.Filing.FileAsync(new ArrivedObject { Path = temp, Project = "DEMO" }, CancellationToken.None)).Entry;
    }

    /// <summary>The same, and built: READY.</summary>
    internal static async Task<PrearchiveEntry> ReadyAsync(SandboxHost host, int index, string project = "DEMO", string? subject = null, string? session = null)
    {
        PrearchiveEntry entry = await FileAsync(host, index, project, subject, session);
        host.Context.Prearchive.Build(entry);
        return entry;
    }
}
