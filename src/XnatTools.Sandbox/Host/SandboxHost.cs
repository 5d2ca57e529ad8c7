using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Core;
using XnatTools.Sandbox.Demo;
using XnatTools.Sandbox.Anonymization;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Prearchive;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox;

/// <summary>A whole XNAT with a PACS behind it, on 127.0.0.1, in this process.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxContext _context;
    private readonly List<ISandboxPart> _started = [];
    private bool _disposed;

    private SandboxHost(WebApplication app, SandboxContext context)
    {
        _app = app;
        _context = context;
    }

    /// <summary>Address of the site, without a trailing path.</summary>
    public Uri Url => _context.Url!;

    /// <summary>Port of the sandbox's own PACS; 0 when another PACS is used.</summary>
    public int PacsPort => _context.PacsPort;

    public SandboxOptions Options => _context.Options;

    public SandboxClock Clock => _context.Clock;

    public SandboxFaults Faults => _context.Faults;

    public SandboxState State => _context.State;

    internal SandboxContext Context => _context;

    /// <summary>Starts a sandbox; dispose it to end it.</summary>
    public static async Task<SandboxHost> StartAsync(SandboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        SandboxContext context = CreateContext(options);
        SandboxHost? host = null;
        try
        {
            WebApplication app = CreateApp(options);
            host = new SandboxHost(app, context);
            IReadOnlyList<ISandboxPart> parts = SandboxParts.Create(context);
            CoreSite.Map(app, context);
            foreach (ISandboxPart part in parts)
            {
                part.Map(app);
            }

            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            context.Url = new Uri(address);
            SetSiteUrl(context);
            context.Prearchive.Start();
            foreach (ISandboxPart part in parts)
            {
                host._started.Add(part);
                await part.StartAsync(cancellationToken).ConfigureAwait(false);
            }

            return host;
        }
        catch
        {
            if (host is not null)
            {
                await host.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                Close(context);
            }

            throw;
        }
    }

    /// <summary>
    /// Lets sandbox time pass in steps, and waits after each until the retrieves that it set off have come to rest. So an hour
    /// of queue ticks, retries and pauses takes as long as its transfers only.
    /// </summary>
    /// <param name="time">How much time passes.</param>
    /// <param name="step">The size of a step: no more than a tick of the queue.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task PassAsync(TimeSpan time, TimeSpan step, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        for (TimeSpan left = time; left > TimeSpan.Zero; left -= step)
        {
            Clock.Advance(left < step ? left : step);
            await _context.Settled().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        for (int i = _started.Count - 1; i >= 0; i--)
        {
            await _started[i].StopAsync().ConfigureAwait(false);
        }

        using (CancellationTokenSource grace = new(TimeSpan.FromSeconds(2)))
        {
            await _app.StopAsync(grace.Token).ConfigureAwait(false);
        }

        await _app.DisposeAsync().ConfigureAwait(false);
        Close(_context);
    }

    private static SandboxContext CreateContext(SandboxOptions options)
    {
        SandboxState state = SandboxState.Open(options.StateFolder);
        SandboxClock clock = new(options.StartTime, options.ClockFactor);
        SandboxFaults faults = new();
        if (state.IsNew)
        {
            SandboxSeed.Fill(state, options, clock);
        }

        ScriptRunner scripts = new();
        return new SandboxContext
        {
            Options = options,
            State = state,
            Clock = clock,
            Faults = faults,
            Filing = new FilingService(state, clock, faults, scripts),
            Prearchive = new PrearchiveEngine(state, clock, faults, options.StageTime, scripts),
            Scripts = scripts,
            DicomFolder = options.Pacs is not null ? null : options.DicomFolder ?? MadeFolder(options, state),
            Log = options.Quiet ? _ => { } : line => Console.Error.WriteLine(line),
        };
    }

    private static string? MadeFolder(SandboxOptions options, SandboxState state)
    {
        if (!options.MadeStudies)
        {
            return null;
        }

        string folder = Path.Combine(state.Folder, "pacs");
        if (!Directory.Exists(folder))
        {
            MadeStudies.Write(folder, options.Seed);
        }

        return folder;
    }

    private static WebApplication CreateApp(SandboxOptions options)
    {
        // Environment, configuration files and content of the current folder have no say.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.HttpPort);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddRouting();
        builder.Services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(o => o.MultipartBodyLengthLimit = long.MaxValue);
        if (!options.Quiet)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
        }

        return builder.Build();
    }

    private static void SetSiteUrl(SandboxContext context)
    {
        lock (context.State.Sync)
        {
            context.State.SiteConfig["siteUrl"] = context.Url!.GetLeftPart(UriPartial.Authority);
            context.State.Changed();
        }
    }

    private static void Close(SandboxContext context)
    {
        context.Prearchive.Dispose();
        context.Clock.Dispose();
        context.Filing.Dispose();
        context.State.Dispose();
    }
}
