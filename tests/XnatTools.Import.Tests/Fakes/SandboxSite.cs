using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Gateway;
using XnatTools.Sandbox;
using XnatTools.Sandbox.Demo;

namespace XnatTools.Import.Tests.Fakes;

/// <summary>A sandbox with made studies and a connection to it.</summary>
internal sealed class SandboxSite : IAsyncDisposable
{
    private SandboxSite(SandboxHost host, XnatClient client, IReadOnlyList<MadeStudy> studies)
    {
        Host = host;
        Client = client;
        Studies = studies;
        Gateway = new XnatGateway(client);
    }

    public SandboxHost Host { get; }

    public XnatClient Client { get; }

    public XnatGateway Gateway { get; }

    public IReadOnlyList<MadeStudy> Studies { get; }

    public static async Task<SandboxSite> StartAsync(bool moves, PluginGeneration generation = PluginGeneration.V2, ErrorRegime regime = ErrorRegime.B)
    {
        SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions
        {
            MadeStudies = true,
            Plugin = generation,
            ErrorRegime = regime,
            QueueTick = moves ? TimeSpan.FromMilliseconds(300) : TimeSpan.FromHours(10),
            StageTime = TimeSpan.FromMilliseconds(20),

            // Plugin 1.x leaves a session to XNAT's own builder, which waits for five minutes without a file.
            ClockFactor = generation == PluginGeneration.V1 ? 100 : 1,
        });
        XnatClientOptions options = new()
        {
            Uri = host.Url,
            Credential = XnatCredential.Basic("imaging", "imaging"),
            AllowInsecure = true,
            UseProxy = false,
            RetryDelay = TimeSpan.FromMilliseconds(20),
        };
        return new SandboxSite(host, await XnatClient.ConnectAsync(options, default), MadeStudies.Plan(host.Options.Seed));
    }

    /// <summary>A line for each study, by accession number, with labels of its own.</summary>
    public List<ImportRow> Rows() =>
        [.. Studies.Select((s, i) => FakeSite.Row(i + 2, s.AccessionNumber, "S_" + s.PatientId, "ses" + (i + 1)))];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
