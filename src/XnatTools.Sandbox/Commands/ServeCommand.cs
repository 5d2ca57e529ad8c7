using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Sandbox.Commands;

/// <summary>The serve verb: a sandbox for practice, until it is ended.</summary>
internal static class ServeCommand
{
    internal static async Task<int> RunAsync(string[] args)
    {
        ServeOptions options;
        try
        {
            options = ServeOptions.Parse(args);
        }
        catch (FormatException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message).ConfigureAwait(false);
            return 2;
        }

        if (options.Options.DicomFolder is string folder && !Directory.Exists(folder))
        {
            await Console.Error.WriteLineAsync("The folder of --dicom does not exist.").ConfigureAwait(false);
            return 2;
        }

        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.TrySetResult();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await using SandboxHost host = await SandboxHost.StartAsync(options.Options, CancellationToken.None).ConfigureAwait(false);
        await Console.Out.WriteLineAsync(options.Json ? JsonLine(host) : Description(host)).ConfigureAwait(false);
        await Console.Out.FlushAsync().ConfigureAwait(false);
        await ended.Task.ConfigureAwait(false);
        return 0;
    }

    internal static string JsonLine(SandboxHost host)
    {
        (SandboxPacs? pacs, SandboxReceiver? receiver) = Nodes(host);
        return JsonSerializer.Serialize(new
        {
            url = host.Url.GetLeftPart(UriPartial.Authority),
            user = "admin",
            password = "admin",
            project = SandboxSeed.Project,
            pacsId = pacs?.Id,
            pacs = pacs is null ? null : Node(pacs.AeTitle, pacs.Host, pacs.QueryRetrievePort ?? 0),
            receiver = receiver is null ? null : Node(receiver.AeTitle, "127.0.0.1", receiver.Port),
        });
    }

    private static string Description(SandboxHost host)
    {
        (SandboxPacs? pacs, SandboxReceiver? receiver) = Nodes(host);
        string url = host.Url.GetLeftPart(UriPartial.Authority);
        return $"""
            XNAT sandbox: {url}
              users     admin/admin (site administrator), imaging/imaging (role Dqr, owner of {SandboxSeed.Project}), reader/reader (no role)
              project   {SandboxSeed.Project}
              PACS      {(pacs is null ? "none" : $"number {pacs.Id}, {Node(pacs.AeTitle, pacs.Host, pacs.QueryRetrievePort ?? 0)}")}
              receiver  {(receiver is null ? "none" : Node(receiver.AeTitle, "127.0.0.1", receiver.Port))}
              state     {host.State.Folder}

            Connect from PowerShell:
              Import-Module ./XnatTools.psd1
              Connect-Xnat -Uri {url} -Credential (Get-Credential imaging)

            Faults and clock are under {url}/sandbox/. End with Ctrl+C.
            """;
    }

    private static (SandboxPacs? Pacs, SandboxReceiver? Receiver) Nodes(SandboxHost host)
    {
        lock (host.State.Sync)
        {
            return (host.State.Pacs.OrderBy(p => p.Id).FirstOrDefault(), host.State.Receivers.FirstOrDefault(r => r.Enabled));
        }
    }

    private static string Node(string aeTitle, string? host, int port) => string.Create(CultureInfo.InvariantCulture, $"{aeTitle}@{host}:{port}");
}
