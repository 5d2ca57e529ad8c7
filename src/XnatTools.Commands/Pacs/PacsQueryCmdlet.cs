using System.Management.Automation;
using XnatTools.Import.Direct;
using XnatTools.Import.Direct.Query;

namespace XnatTools.Commands;

/// <summary>A cmdlet that asks a PACS through XNAT or, with -Node, a DICOM node from this machine.</summary>
public abstract class PacsQueryCmdlet : XnatConnectedCmdlet
{
    private protected PacsQueryCmdlet()
    {
    }

    /// <summary>The PACS, by number, name or AE title; without it the study's own, or the site's default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PacsCompleter))]
    public string? Pacs { get; set; }

    /// <summary>A DICOM node as AET@host:port, or the name of its profile, asked from this machine without XNAT.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    /// <summary>A file of PACS profiles: their rules for rows, and the nodes that -Node may name; without it pacs.json in the application data.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>With -Node: our own AE title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CallingAETitle { get; set; }

    /// <summary>With -Node: talk TLS.</summary>
    [Parameter]
    public SwitchParameter UseTls { get; set; }

    /// <summary>With -Node: thumbprint of the node's certificate; only that one is accepted. Means TLS.</summary>
    [Parameter]
    public string? CertificateThumbprint { get; set; }

    /// <summary>With -Node: longest wait, in seconds, for each of connection, association and answer.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    private protected override bool NeedsConnection => Node is null;

    /// <summary>The association kept with the node; null when XNAT is asked.</summary>
    private protected NodeQueries? Queries { get; private set; }

    private protected override void BeginConnected()
    {
        if (Node is not null && Pacs is not null)
        {
            throw new XnatException(XnatErrorCode.NodeInvalid, "-Pacs names a PACS of XNAT and -Node one that is asked without XNAT: give one of them.");
        }

        Queries = Node is null ? null : new NodeQueries(
            NodeChoice.Make(Node, Profile is null ? null : ResolveLiteral(Profile), CallingAETitle, UseTls, CertificateThumbprint, IsBound(nameof(TimeoutSec)) ? TimeoutSec : null),
            new DirectPace { Notice = Notify });
    }

    /// <summary>Asks for what still waits to be asked.</summary>
    private protected abstract void Flush();

    private protected override void End()
    {
        Flush();
        if (Queries is { } queries)
        {
            Queries = null;
            Run(async _ => await queries.DisposeAsync().ConfigureAwait(false));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Stopped before the end: nothing is waited for.
        Queries?.Abort();
        Queries = null;
        base.Dispose(disposing);
    }
}
