using System;
using System.Management.Automation;
using System.Net;
using System.Security;
using XnatTools.Client;

namespace XnatTools.Commands;

/// <summary>Logs in to an XNAT site and makes it the current connection of this session.</summary>
[Cmdlet(VerbsCommunications.Connect, "Xnat", DefaultParameterSetName = ByCredential)]
[OutputType(typeof(XnatConnection))]
public sealed class ConnectXnatCommand : XnatCmdlet
{
    private const string ByCredential = "Credential";
    private const string ByToken = "Token";
    private const string BySession = "Session";
    private const string ByDefault = "Default";

    /// <summary>Address of the site, such as https://xnat.example.org.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public Uri? Uri { get; set; }

    /// <summary>User name and password.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ByCredential)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Alias of an alias token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByToken)]
    [Alias("Alias")]
    public string? TokenAlias { get; set; }

    /// <summary>Secret of the alias token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByToken)]
    public SecureString? Token { get; set; }

    /// <summary>Id of an HTTP session that is open already (JSESSIONID).</summary>
    [Parameter(Mandatory = true, ParameterSetName = BySession)]
    public SecureString? SessionId { get; set; }

    /// <summary>Log in as the Windows account that runs this.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByDefault)]
    public SwitchParameter UseDefaultCredential { get; set; }

    /// <summary>Thumbprint of the server's certificate; only that one is accepted.</summary>
    [Parameter]
    public string? CertificateThumbprint { get; set; }

    /// <summary>Accept any certificate. Warned about.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Allow http to another machine; the password then travels in the clear.</summary>
    [Parameter]
    public SwitchParameter AllowInsecure { get; set; }

    /// <summary>Use no proxy.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>Address of a proxy, instead of the system's.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>Longest wait for the answer to an ordinary call, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>Repeats of a call that is safe to repeat.</summary>
    [Parameter]
    [ValidateRange(0, 20)]
    public int RetryCount { get; set; } = 3;

    /// <summary>Write the connection to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        if (Uri is not { IsAbsoluteUri: true } address || (address.Scheme != "http" && address.Scheme != "https"))
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The address of the site must begin with https:// (or http:// for this machine).");
        }

        XnatClientOptions options = new()
        {
            Uri = address,
            Credential = MakeCredential(),
            CertificateThumbprint = CertificateThumbprint,
            SkipCertificateCheck = SkipCertificateCheck,
            AllowInsecure = AllowInsecure,
            UseProxy = !NoProxy,
            Proxy = Proxy,
            RequestTimeout = TimeSpan.FromSeconds(TimeoutSec),
            RetryCount = RetryCount,
            Events = ConnectionEvents.Instance,
        };
        XnatClient client = Run(token => XnatClient.ConnectAsync(options, token));
        XnatConnection connection = new(address, client.UserName, client)
        {
            Version = client.Version,
            DqrVersion = client.DqrVersion,
            Connected = DateTimeOffset.Now,
        };
        CurrentConnection.Add(connection);
        if (PassThru)
        {
            WriteObject(connection);
        }
    }

    private XnatCredential MakeCredential()
    {
        switch (ParameterSetName)
        {
            case ByToken:
                return XnatCredential.Token(TokenAlias!, Reveal(Token!));
            case BySession:
                return XnatCredential.SessionId(Reveal(SessionId!));
            case ByDefault:
                return XnatCredential.Default();
            default:
                NetworkCredential login = Credential!.GetNetworkCredential();

                // Not login.UserName: a user of another provider is written Provider\user, which NetworkCredential takes apart.
                return XnatCredential.Basic(Credential.UserName.TrimStart('\\').Replace('\\', '/'), login.Password);
        }
    }

    private static string Reveal(SecureString secret) => new NetworkCredential("", secret).Password;
}
