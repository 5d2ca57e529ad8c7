using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core;
using XnatTools.Sandbox.Pacs;
using XnatTools.Sandbox.Queue;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>The DQR plugin: its paths, its queue, and how a new sandbox is set up for it.</summary>
internal sealed class DqrPart : ISandboxPart
{
    private readonly SandboxContext _context;
    private readonly DqrRuntime _dqr;
    private readonly DicomSide _dicom;

    public DqrPart(SandboxContext context)
    {
        _context = context;
        DqrStore store = new(context.State);
        DqrSettings settings = new(store, context.Options.Plugin, context.Options.QueueTick);
        DqrChance chance = new(context.Faults);
        QueueEngineOptions options = new()
        {
            MidnightDefect = context.Options.MidnightDefect,
            MarkReceived = context.Options.MarksReceived,
            EchoBeforeEach = context.Options.Plugin == PluginGeneration.V1,
        };
        _dicom = new DicomSide(context, store, settings, chance);
        QueueEngine queue = new(store, settings, _dicom.Client, new ImportEffects(context, store), options, context.Clock);
        _dicom.ObjectArrived = queue.ObjectArrived;
        _dqr = new DqrRuntime { Context = context, Store = store, Settings = settings, Pacs = _dicom.Client, Chance = chance, Queue = queue };
    }

    /// <summary>For tests: what the endpoints work with.</summary>
    public DqrRuntime Runtime => _dqr;

    public void Map(WebApplication app)
    {
        DqrRoutes routes = new(app, _dqr);
        new PacsEndpoints(_dqr).Map(routes);
        new AvailabilityEndpoints(_dqr).Map(routes);
        new SettingsEndpoints(_dqr).Map(routes);
        new QueryEndpoints(_dqr).Map(routes);
        new ImportEndpoints(_dqr).Map(routes);
        new QueueEndpoints(_dqr).Map(routes);
        new OtherEndpoints(_dqr).Map(routes);
        app.MapGet("/sandbox/imports", (HttpContext http) => AdminPaths.Local(http, () => Answer.Json(ImportTruth.Of(_context, _dqr.Store))));
        app.MapPost("/sandbox/pacs/scan", (HttpContext http) => AdminPaths.Local(http, () =>
        {
            _dicom.Scan();
            return Answer.Json(_dicom.Index is PacsIndex index ? new { studies = index.Studies.Count, files = index.FileCount, skipped = index.SkippedCount } : null);
        }));
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _dicom.StartAsync(cancellationToken).ConfigureAwait(false);
        DqrSetup.Apply(_context, _dqr.Store, _dicom.Address);
        _context.Settled = _dqr.Queue.IdleAsync;
        _dqr.Queue.Start();
    }

    public async Task StopAsync()
    {
        await _dqr.Queue.DisposeAsync().ConfigureAwait(false);
        await _dicom.StopAsync().ConfigureAwait(false);
    }
}
