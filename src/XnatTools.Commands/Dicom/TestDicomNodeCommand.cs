using System;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using XnatTools.Dicom;
using XnatTools.Import.Nodes;

namespace XnatTools.Commands;

/// <summary>
/// Asks a DICOM node from this machine whether it answers a C-ECHO. A node that does not answer is a result with the reason in
/// words, not an error.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "DicomNode", DefaultParameterSetName = ByNode)]
[OutputType(typeof(DicomNodeStatus), typeof(bool))]
public sealed class TestDicomNodeCommand : XnatCmdlet
{
    private const string ByNode = "Node";
    private const string ByAddress = "Address";

    private X509Certificate2Collection? _authorities;

    /// <summary>The node as AET@host:port, or the name of its profile.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByNode)]
    [ValidateNotNullOrEmpty]
    public string[] Node { get; set; } = [];

    /// <summary>Name or address of the node's machine.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByAddress)]
    [AllowNull]
    [AllowEmptyString]
    public string? HostName { get; set; }

    /// <summary>TCP port.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByAddress)]
    public int Port { get; set; }

    /// <summary>The AE title to call.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByAddress)]
    [AllowNull]
    [AllowEmptyString]
    public string? AETitle { get; set; }

    /// <summary>A file of PACS profiles; without it pacs.json in the user's application data, when it exists.</summary>
    [Parameter(ParameterSetName = ByNode)]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>Our own AE title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string CallingAETitle { get; set; } = "XNATTOOLS";

    /// <summary>Longest wait, in seconds, for each of connection, association and echo.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 10;

    /// <summary>Give true or false only.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Talk TLS.</summary>
    [Parameter]
    public SwitchParameter UseTls { get; set; }

    /// <summary>Thumbprint of the node's certificate; only that one is accepted. Means TLS.</summary>
    [Parameter]
    public string? CertificateThumbprint { get; set; }

    /// <summary>PEM or DER file of the hospital's own certificate authority; the node's certificate must come from it. Means TLS.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    /// <summary>Our own certificate with its key, where the node wants one. Means TLS.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>Accept any certificate; warns. Means TLS.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    private bool WantsTls => UseTls || SkipCertificateCheck || ClientCertificate is not null || CertificateAuthority is not null || !string.IsNullOrWhiteSpace(CertificateThumbprint);

    private protected override void Begin()
    {
        if (SkipCertificateCheck && string.IsNullOrWhiteSpace(CertificateThumbprint))
        {
            WriteWarning("The node's certificate is not checked: somebody between could read and change everything. Use -CertificateThumbprint or -CertificateAuthority instead.");
        }

        try
        {
            _authorities = CertificateAuthority is null ? null : NodeProfile.ReadAuthorities(ResolveLiteral(CertificateAuthority));
        }
        catch (XnatException error)
        {
            ThrowTerminatingError(XnatErrors.ToRecord(error, null));
        }
    }

    private protected override void Process()
    {
        if (ParameterSetName == ByAddress)
        {
            if (string.IsNullOrWhiteSpace(HostName) || Port is < 1 or > 65535 || !DicomNode.IsValidAETitle(AETitle))
            {
                throw new XnatException(XnatErrorCode.ArgumentInvalid, "A host name, a port from 1 to 65535 and an AE title of 1 to 16 characters are needed.");
            }

            Ask(new NodeProfile(new DicomNode(HostName!.Trim(), Port, AETitle!)));
            return;
        }

        foreach (string text in Node)
        {
            Guard(() => Ask(Choose(text)), text);
        }
    }

    private NodeProfile Choose(string text)
    {
        if (text.IndexOf('@') >= 0)
        {
            return NodeProfile.Parse(text);
        }

        try
        {
            return NodeChoice.Named(text, Profile is null ? null : ResolveLiteral(Profile));
        }
        catch (XnatException fault) when (fault.Code == XnatErrorCode.NodeInvalid)
        {
            // One text among others.
            throw new XnatException(XnatErrorCode.ArgumentInvalid, fault.Message, fault);
        }
    }

    private void Ask(NodeProfile known)
    {
        bool own = !string.IsNullOrWhiteSpace(CertificateThumbprint);
        NodeProfile profile = new(known.Node)
        {
            CallingAETitle = IsBound(nameof(CallingAETitle)) ? CallingAETitle : known.CallingAETitle,
            UseTls = WantsTls || known.UseTls,
            CertificateThumbprint = own ? CertificateThumbprint : known.CertificateThumbprint,
            TrustedAuthorities = _authorities,
            ClientCertificate = ClientCertificate,
            SkipCertificateCheck = SkipCertificateCheck,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
        };
        DicomNodeStatus status = Run(token => NodeProbe.EchoAsync(profile, null, token));
        if (Quiet)
        {
            WriteObject(status.Answers);
        }
        else
        {
            WriteObject(status);
        }
    }
}
