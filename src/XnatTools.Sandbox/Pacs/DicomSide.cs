using System;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox.Dqr;

namespace XnatTools.Sandbox.Pacs;

/// <summary>Everything that speaks DICOM in the sandbox: XNAT's own calls to a PACS, its receivers, and the PACS itself.</summary>
internal sealed class DicomSide
{
    private readonly SandboxContext _context;

    public DicomSide(SandboxContext context, DqrStore store, DqrSettings settings, DqrChance chance)
    {
        _context = context;
        _ = (store, settings, chance);
    }

    public SilentPacs Client { get; } = new();

    /// <summary>Told of each object of a study that a receiver with custom processing takes.</summary>
    public Action<string> ObjectArrived { get; set; } = _ => { };

    /// <summary>Where the default PACS is.</summary>
    public PacsAddress? Address { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Address = _context.Options.Pacs is string other ? PacsAddress.Parse(other) : new PacsAddress(_context.Options.PacsAETitle, "127.0.0.1", 104);
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        Address = null;
        return Task.CompletedTask;
    }
}
