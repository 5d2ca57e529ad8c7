using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>
/// A logged-in connection to one XNAT site. Safe to use from several threads. Every call throws <see cref="XnatException"/>
/// with a named code, or <see cref="OperationCanceledException"/> when the caller's token was cancelled.
/// </summary>
public sealed class XnatClient : IDisposable
{
    private readonly XnatHttp _http;

    private XnatClient(XnatHttp http, Uri uri)
    {
        _http = http;
        Uri = uri;
        Site = new SiteArea(http);
        Users = new UserArea(http);
        Projects = new ProjectArea(http, Users);
        Prearchive = new PrearchiveArea(http);
        Archive = new ArchiveArea(http);
        Import = new ImportArea(http);
        Receivers = new ReceiverArea(http);
        Pacs = new PacsArea(http);
        Dqr = new DqrArea(http, Pacs, Receivers);
        Headers = new HeaderArea(http);
        Scripts = new ScriptArea(http);
    }

    /// <summary>Address of the site, ending with a slash.</summary>
    public Uri Uri { get; }

    /// <summary>The user XNAT says we are (with a token: its owner).</summary>
    public string UserName { get; private set; } = "";

    /// <summary>Version of XNAT, such as 1.8.10; null when it does not say.</summary>
    public string? Version { get; private set; }

    /// <summary>Version of the DQR plugin, "" when it does not say; null when it is not installed.</summary>
    public string? DqrVersion { get; private set; }

    /// <summary>The server's clock: its last Date header and the time passed since. Null before the first answer.</summary>
    public DateTimeOffset? ServerTime => _http.ServerTime;

    /// <summary>When the session will end if nothing is asked, by the server's clock; null when it did not say.</summary>
    public DateTimeOffset? SessionExpires => _http.Cookies.Expires;

    public ProjectArea Projects { get; }

    public PrearchiveArea Prearchive { get; }

    public ArchiveArea Archive { get; }

    public ImportArea Import { get; }

    public PacsArea Pacs { get; }

    public DqrArea Dqr { get; }

    public ReceiverArea Receivers { get; }

    public HeaderArea Headers { get; }

    public ScriptArea Scripts { get; }

    public SiteArea Site { get; }

    public UserArea Users { get; }

    /// <summary>Logs in, proves it (a session id alone is no proof), and reads versions.</summary>
    public static async Task<XnatClient> ConnectAsync(XnatClientOptions options, CancellationToken cancellationToken)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        Uri uri = SiteAddress.Check(options.Uri, options.AllowInsecure);
        XnatHttp http = new(options, uri);
        try
        {
            if (options.SkipCertificateCheck && options.CertificateThumbprint is null && uri.Scheme == "https")
            {
                http.Warn("The server's certificate is not checked: somebody between could read and change everything. Use -CertificateThumbprint instead.");
            }

            if (uri.Scheme == "http" && !uri.IsLoopback)
            {
                http.Warn("The connection is not encrypted: the password and all images travel in the clear.");
            }

            XnatClient client = new(http, uri);
            await http.Login.OpenAsync(cancellationToken).ConfigureAwait(false);
            client.UserName = await client.Users.NameAsync(cancellationToken).ConfigureAwait(false);
            if (string.Equals(client.UserName, "guest", StringComparison.OrdinalIgnoreCase))
            {
                throw new XnatException(XnatErrorCode.AuthenticationFailed, "The server takes us for a guest: the login had no effect.");
            }

            await client.ReadVersionsAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Ends the session at the server and forgets the secret. Never throws for a server that does not answer.</summary>
    public async Task DisconnectAsync(CancellationToken cancellationToken)
    {
        int generation = _http.Login.Generation;
        try
        {
            if (_http.Login.Alias is string alias)
            {
                await _http.SendOnceAsync(XnatRequest.Make(HttpMethod.Get, "/data/services/tokens/invalidate/{alias}", [alias], null, XnatAnswer.Any, XnatSubjectOfCall.Login), null, 1, null, cancellationToken).ConfigureAwait(false);
            }

            if (generation > 0 && _http.Cookies.HasSession && !_http.Login.IsBorrowed)
            {
                await _http.SendOnceAsync(XnatRequest.Make(HttpMethod.Delete, "/data/JSESSION", [], null, XnatAnswer.Any, XnatSubjectOfCall.Login), null, 1, null, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (XnatException error)
        {
            _http.Debug("The server did not hear that we leave: " + error.Code.Id + ".");
        }
        finally
        {
            _http.Login.Forget();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        Headers.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{UserName} at {Uri.GetLeftPart(UriPartial.Authority)}";

    private async Task ReadVersionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            Version = (await Site.BuildInfoAsync(cancellationToken).ConfigureAwait(false)).Version;
        }
        catch (XnatException error) when (!error.Code.IsTerminating)
        {
            _http.Debug("The site does not say its version.");
        }

        try
        {
            IReadOnlyList<XnatPlugin> plugins = await Site.PluginsAsync(cancellationToken).ConfigureAwait(false);
            foreach (XnatPlugin plugin in plugins)
            {
                if (plugin.IsDqr)
                {
                    DqrVersion = plugin.Version ?? "";
                }
            }

            _http.DqrInstalled = DqrVersion is not null;
        }
        catch (XnatException error) when (!error.Code.IsTerminating)
        {
            _http.Debug("The site does not list its plugins; the DQR plugin is taken to be there.");
            DqrVersion = "";
        }
    }
}
