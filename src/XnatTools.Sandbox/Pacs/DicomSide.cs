using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Sandbox.Dqr;
using XnatTools.Sandbox.Receiver;

namespace XnatTools.Sandbox.Pacs;

/// <summary>Everything that speaks DICOM in the sandbox: XNAT's own calls to a PACS, its receivers, and the PACS itself.</summary>
internal sealed class DicomSide
{
    private readonly SandboxContext _context;
    private readonly ReceiverSet _receivers;
    private readonly Arrivals _arrivals;
    private readonly PacsService? _service;
    private DicomServer? _server;

    public DicomSide(SandboxContext context, DqrStore store, DqrSettings settings, DqrChance chance)
    {
        _context = context;
        _arrivals = new Arrivals(context, store);
        _receivers = new ReceiverSet(context, _arrivals, chance);
        Client = new DicomPacsClient(new PacsConnection(settings, chance), chance, context.Options.Plugin) { BeforeMove = _receivers.RefreshAsync };
        if (context.Options.Pacs is null)
        {
            List<DicomNode> destinations = [];
            foreach (string destination in context.Options.PacsDestinations)
            {
                destinations.Add(Node(destination));
            }

            _service = new PacsService(context, settings, chance, destinations);
        }
    }

    public DicomPacsClient Client { get; }

    /// <summary>Told of each object of a study that a receiver with custom processing takes.</summary>
    public Action<string> ObjectArrived
    {
        get => _arrivals.Processed;
        set => _arrivals.Processed = value;
    }

    /// <summary>Where the default PACS is, once it is started.</summary>
    public DicomNode? Address { get; private set; }

    /// <summary>What the PACS serves; null when another PACS is used.</summary>
    public PacsIndex? Index => _service?.Index;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _context.ReceiversChanged = _receivers.RefreshAsync;
        await _receivers.RefreshAsync().ConfigureAwait(false);
        if (_service is null)
        {
            Address = Node(_context.Options.Pacs!);
            return;
        }

        Scan();
        string aeTitle = _context.Options.PacsAETitle;
        _server = DicomServer.Start(_service, new DicomServerOptions { Port = _context.Options.PacsPort, AETitle = aeTitle });
        _context.PacsPort = _server.Port;
        Address = new DicomNode("127.0.0.1", _server.Port, aeTitle);
    }

    /// <summary>Looks at the folder of the PACS again.</summary>
    public void Scan()
    {
        if (_service is not null && _context.DicomFolder is string folder)
        {
            _service.Index = PacsIndex.Scan(folder);
        }
    }

    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        await _receivers.StopAsync().ConfigureAwait(false);
    }

    private static DicomNode Node(string text) => DicomNode.TryParse(text, out DicomNode? node) && node is not null
        ? node
        : throw new FormatException("A DICOM node is written AET@host:port, with an AE title of 1 to 16 characters.");
}
