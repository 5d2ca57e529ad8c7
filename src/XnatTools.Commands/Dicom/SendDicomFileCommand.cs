using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Import.Nodes;

namespace XnatTools.Commands;

/// <summary>
/// Stores DICOM files at one of XNAT's own receivers (C-STORE), an object a file. A node that XNAT knows as a PACS is refused, and
/// so is any that is not an enabled receiver on XNAT's machine.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "DicomFile", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(DicomSendResult))]
public sealed class SendDicomFileCommand : XnatConnectedCmdlet
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    private X509Certificate2Collection? _authorities;

    private ReceiverTarget? _target;
    private ReceiverSender? _sender;
    private int _taken;
    private int _failed;

    /// <summary>The DICOM file; wildcards name several.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The DICOM file, taken as it stands.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>XNAT's receiver as AE or AE:port; without it the only one that is enabled.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(ReceiverCompleter))]
    public string? Receiver { get; set; }

    /// <summary>Another name of XNAT's machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>Our own AE title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string CallingAETitle { get; set; } = "XNATTOOLS";

    /// <summary>Longest wait, in seconds, for the connection, the association and each answer.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 60;

    /// <summary>Talk TLS.</summary>
    [Parameter]
    public SwitchParameter UseTls { get; set; }

    /// <summary>Thumbprint of the receiver's certificate; only that one is accepted. Means TLS.</summary>
    [Parameter]
    public string? CertificateThumbprint { get; set; }

    /// <summary>PEM or DER file of the hospital's own certificate authority; the receiver's certificate must come from it. Means TLS.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    /// <summary>Our own certificate with its key, where the receiver wants one. Means TLS.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>Accept any certificate; warns. Means TLS.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    private bool WantsTls => UseTls || SkipCertificateCheck || ClientCertificate is not null || CertificateAuthority is not null || !string.IsNullOrWhiteSpace(CertificateThumbprint);

    private protected override void BeginConnected()
    {
        if (!DicomNode.IsValidAETitle(CallingAETitle))
        {
            ThrowTerminatingError(XnatErrors.ToRecord(
                new XnatException(XnatErrorCode.ArgumentInvalid, "-CallingAETitle is not an AE title: 1 to 16 characters of ASCII without backslash."), null));
        }

        try
        {
            if (SkipCertificateCheck && string.IsNullOrWhiteSpace(CertificateThumbprint))
            {
                WriteWarning("The receiver's certificate is not checked: somebody between could read and change everything. Use -CertificateThumbprint or -CertificateAuthority instead.");
            }

            _authorities = CertificateAuthority is null ? null : NodeProfile.ReadAuthorities(ResolveLiteral(CertificateAuthority));
            _target = Run(ChooseAsync);
            string host = HostName is { } named && !string.IsNullOrWhiteSpace(named) ? named.Trim() : Connection!.Uri.DnsSafeHost;
            _sender = new ReceiverSender(_target!, new NodeProfile(new DicomNode(host, _target!.Receiver.Port, _target.Receiver.AETitle))
            {
                CallingAETitle = CallingAETitle,
                Timeout = TimeSpan.FromSeconds(TimeoutSec),
                TlsHost = host,
                UseTls = WantsTls,
                CertificateThumbprint = CertificateThumbprint,
                TrustedAuthorities = _authorities,
                ClientCertificate = ClientCertificate,
                SkipCertificateCheck = SkipCertificateCheck,
            });
        }
        catch (XnatException error)
        {
            // Without a receiver that is known to be one, no file can be sent.
            ThrowTerminatingError(XnatErrors.ToRecord(error, null));
        }
    }

    private protected override void Process()
    {
        bool literal = ParameterSetName == ByLiteralPath;
        ForEachDicomFile(literal ? LiteralPath : Path, literal, Send);
    }

    private protected override void End()
    {
        if (_sender is not null)
        {
            Run(_sender.CloseAsync);
            WriteVerbose($"{_taken} files stored, {_failed} not; {_sender.Associations} associations.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sender?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Send(DicomFileItem file)
    {
        if (_sender is null || !ShouldProcess(file.ToString(), $"Store at XNAT's receiver {_target}"))
        {
            return;
        }

        ShowProgress("Storing DICOM files", $"file {file.Position}, {_failed} not stored so far");
        DicomSendResult result = Run(token => Task.Run(() => _sender.SendAsync(file, token), token));
        _taken += result.Successful ? 1 : 0;
        _failed += result.Successful ? 0 : 1;
        WriteObject(result);
        if (result.Code is not null)
        {
            ReportRow(new XnatException(XnatErrorCode.FromId(result.Code), $"File {file.Position}: {result.Reason}"), result);
        }
    }

    private async Task<ReceiverTarget> ChooseAsync(CancellationToken token)
    {
        IReadOnlyList<XnatReceiver> receivers = await Client.Receivers.ListAsync(token).ConfigureAwait(false);
        IReadOnlyList<XnatPacs> pacs = await ReceiverGuardSources.PacsAsync(Client, token).ConfigureAwait(false);
        return await ReceiverGuard.ChooseAsync(receivers, pacs, Connection!.Uri.DnsSafeHost, Receiver, HostName, null, token).ConfigureAwait(false);
    }
}
