using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Core;

/// <summary>pyxnat, a client of XNAT that others wrote, works with the sandbox.</summary>
[Trait("Category", "Peer")]
public sealed class PyxnatTests
{
    private const string Script = """
        import json, sys
        import pyxnat
        site = pyxnat.Interface(server=sys.argv[1], user='reader', password='reader', verify=False)
        project = site.select.project('DEMO')
        scans = {}
        for session in project.experiments():
            files = 0
            for scan in session.scans():
                for resource in scan.resources():
                    for file in resource.files():
                        with open(file.get(sys.argv[2]), 'rb') as bytes:
                            files += bytes.read()[128:132] == b'DICM'
            scans[session.label()] = [len(session.scans().get()), files, session.attrs.get('UID')]
        admin = pyxnat.Interface(server=sys.argv[1], user='imaging', password='imaging', verify=False)
        print(json.dumps({
            'projects': site.select.projects().get(),
            'subjects': [s.label() for s in project.subjects()],
            'scans': scans,
            'prearchive': admin.manage.prearchive.get(),
        }))
        """;

    [SkippableFact]
    public async Task It_lists_and_reads_what_is_there()
    {
        string? python = await FindAsync();
        Skip.If(python is null, "pyxnat (Debian: python3-pyxnat)");
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { HasDqr = false });
        PrearchiveEntry entry = await Filed.ReadyAsync(host, 3, subject: "S001", session: "S001_US_1");
        host.Context.Prearchive.Archiver.Archive(entry, new(), "admin");
        PrearchiveEntry waiting = await Filed.ReadyAsync(host, 7, subject: "S002", session: "S002_US_1");
        string script = Path.Combine(host.State.TempFolder, "read.py");
        await File.WriteAllTextAsync(script, Script);
        (int code, string output, string error) = await RunAsync(
            python!, script, host.Url.GetLeftPart(UriPartial.Authority), Path.Combine(host.State.TempFolder, "read.dcm"));
        Assert.True(code == 0, error);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement root = json.RootElement;
        Assert.Equal("[\"DEMO\"]", root.GetProperty("projects").GetRawText());
        Assert.Equal("[\"S001\"]", root.GetProperty("subjects").GetRawText());
        JsonElement scans = root.GetProperty("scans").GetProperty("S001_US_1");
        Assert.Equal((2, Filed.Studies[3].InstanceCount), (scans[0].GetInt32(), scans[1].GetInt32()));
        Assert.Equal(Filed.Studies[3].StudyInstanceUid, scans[2].GetString());
        Assert.Equal(waiting.Timestamp, root.GetProperty("prearchive")[0][1].GetString());
    }

    private static async Task<string?> FindAsync()
    {
        foreach (string python in new[] { "/usr/bin/python3", "python3" })
        {
            try
            {
                if ((await RunAsync(python, "-c", "import pyxnat")).Code == 0)
                {
                    return python;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Not on this machine.
            }
        }

        return null;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }
}
