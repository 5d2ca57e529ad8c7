using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox;
using XnatTools.Sandbox.Demo;
using XnatTools.Sandbox.Filing;

namespace XnatTools.Client.Tests;

/// <summary>A sandbox and clients of it.</summary>
internal sealed class ContractSite : IAsyncDisposable
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

    private ContractSite(SandboxHost host) => Host = host;

    public static IReadOnlyList<MadeStudy> Studies => s_made.Value.Studies;

    public SandboxHost Host { get; }

    public RecordedEvents Events { get; } = new();

    public static async Task<ContractSite> StartAsync(ErrorRegime regime = ErrorRegime.B, PluginGeneration plugin = PluginGeneration.V2, bool dqr = true, bool withPacs = false) => new(await SandboxHost.StartAsync(new SandboxOptions
    {
        MadeStudies = false,
        DicomFolder = withPacs ? s_made.Value.Folder : null,
        ClockFactor = withPacs ? 0 : 1,
        ErrorRegime = regime,
        Plugin = plugin,
        HasDqr = dqr,
        StageTime = TimeSpan.FromMilliseconds(1),
    }));

    public Task<XnatClient> ConnectAsync(string user = "admin", string? password = null, bool aliasToken = false) => XnatClient.ConnectAsync(Options(user, password, aliasToken), CancellationToken.None);

    public XnatClientOptions Options(string user, string? password = null, bool aliasToken = false) => new()
    {
        Uri = Host.Url,
        Credential = XnatCredential.Basic(user, password ?? user),
        UseProxy = false,
        Events = Events,
        RetryDelay = TimeSpan.FromMilliseconds(5),
        RequestTimeout = TimeSpan.FromSeconds(20),
        LongTimeout = TimeSpan.FromSeconds(20),
        UseAliasToken = aliasToken,
    };

    /// <summary>Lays a made study into the prearchive, as the receiver would, and builds it.</summary>
    public async Task<MadeStudy> FileAsync(int index, string project, string subject, string session)
    {
        string folder = Path.Combine(s_made.Value.Folder, $"study{index + 1:00}");
        FilingResult? last = null;
        foreach (string source in Directory.GetFiles(folder, "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string temp = Path.Combine(Host.State.TempFolder, Guid.NewGuid().ToString("N"));
            File.Copy(source, temp);
            last = await Host.Context.Filing.FileAsync(new ArrivedObject { Path = temp, Project = project, Subject = subject, Session = session }, CancellationToken.None);
        }

        Host.Context.Prearchive.Build(last!.Entry!);
        return Studies[index];
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
