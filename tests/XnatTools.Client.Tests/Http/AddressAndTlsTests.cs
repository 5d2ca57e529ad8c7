using System;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

public sealed class AddressAndTlsTests
{
    [Theory]
    [InlineData("https://xnat.example.org", "https://xnat.example.org/")]
    [InlineData("https://xnat.example.org:8443/xnat", "https://xnat.example.org:8443/xnat/")]
    [InlineData("https://xnat.example.org/app/template/Login.vm#!", "https://xnat.example.org/")]
    [InlineData("https://xnat.example.org/xnat/data/projects?format=html", "https://xnat.example.org/xnat/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://localhost/", "http://localhost/")]
    public void An_address_is_completed(string given, string used) => Assert.Equal(used, SiteAddress.Check(new Uri(given), false).AbsoluteUri);

    [Theory]
    [InlineData("http://xnat.example.org", "XnatTlsFailed")]
    [InlineData("ftp://xnat.example.org", "XnatArgumentInvalid")]
    [InlineData("https://user:pass@xnat.example.org", "XnatArgumentInvalid")]
    public void An_unsafe_address_is_refused(string given, string code)
    {
        XnatException error = Assert.Throws<XnatException>(() => SiteAddress.Check(new Uri(given), false));
        Assert.Equal(code, error.Code.Id);
        Assert.DoesNotContain("pass@", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_http_elsewhere_needs_a_word() => Assert.Equal("http", SiteAddress.Check(new Uri("http://xnat.example.org"), true).Scheme);

    [Fact]
    public async Task The_context_path_is_part_of_every_address()
    {
        ScriptedServer server = new();
        server.On("POST", "/xnat/data/JSESSION", 200, "S1", "text/plain").On("GET", "/xnat/xapi/users/username", 200, "jdoe", "text/plain").On("GET", "/xnat/xapi/siteConfig/buildInfo", 200, "{}").On("GET", "/xnat/xapi/plugins", 200, "{}");
        XnatClientOptions options = new() { Uri = new Uri("https://xnat.example.org/xnat"), Credential = XnatCredential.Basic("a", "b"), HandlerFactory = () => server };
        using XnatClient client = await XnatClient.ConnectAsync(options, CancellationToken.None);
        Assert.Equal("jdoe", client.UserName);
        Assert.Null(client.Version);
    }

    [Theory]
    [InlineData("\u200Eab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01", "ABCDEF0123456789ABCDEF0123456789ABCDEF01")]
    [InlineData("AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01", "ABCDEF0123456789ABCDEF0123456789ABCDEF01")]
    [InlineData(" ", null)]
    public void A_thumbprint_is_read_as_people_paste_it(string text, string? digits) => Assert.Equal(digits, HandlerMaker.Thumbprint(text));

    [Theory]
    [InlineData("abc")]
    [InlineData("zbcdef0123456789abcdef0123456789abcdef01")]
    public void What_is_no_thumbprint_is_refused(string text) => Assert.Same(XnatErrorCode.ArgumentInvalid, Assert.Throws<XnatException>(() => HandlerMaker.Thumbprint(text)).Code);

    [Theory]
    [InlineData("none", false)]
    [InlineData("sha1", true)]
    [InlineData("sha256", true)]
    [InlineData("other", false)]
    [InlineData("skip", true)]
    public async Task A_certificate_of_the_hospitals_own_is_accepted_only_by_its_thumbprint(string way, bool accepted)
    {
        using X509Certificate2 certificate = SelfSigned();
        using TlsSite site = TlsSite.Start(certificate, SslProtocols.Tls12 | SslProtocols.Tls13);
        RecordedEvents events = new();
        XnatClientOptions options = new()
        {
            Uri = site.Uri,
            Credential = XnatCredential.Basic("jdoe", "pw"),
            Events = events,
            RetryCount = 0,
            UseProxy = false,
            SkipCertificateCheck = way == "skip",
            CertificateThumbprint = way switch { "sha1" => certificate.Thumbprint.ToLowerInvariant(), "sha256" => certificate.GetCertHashString(HashAlgorithmName.SHA256), "other" => new string('A', 40), _ => null },
        };
        Exception? error = await Record.ExceptionAsync(async () => (await XnatClient.ConnectAsync(options, CancellationToken.None)).Dispose());
        if (accepted)
        {
            Assert.Null(error);
        }
        else
        {
            Assert.Same(XnatErrorCode.TlsFailed, Assert.IsType<XnatException>(error).Code);
            Assert.Equal(0, site.Requests); // not even the login was sent
        }

        Assert.Equal(way == "skip" ? 1 : 0, events.Warnings.Count(w => w.Contains("certificate", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_that_nobody_runs_is_a_failed_connection()
    {
        TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        int port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        XnatClientOptions options = new() { Uri = new Uri("http://127.0.0.1:" + port.ToString(System.Globalization.CultureInfo.InvariantCulture)), Credential = XnatCredential.Basic("jdoe", "pw"), UseProxy = false };
        Assert.Same(XnatErrorCode.ConnectionFailed, (await Assert.ThrowsAsync<XnatException>(() => XnatClient.ConnectAsync(options, CancellationToken.None))).Code);
    }

    private static X509Certificate2 SelfSigned()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    /// <summary>The smallest site there is: TLS, one answer a connection.</summary>
    private sealed class TlsSite : IDisposable
    {
        private readonly TcpListener _listener;
        private readonly X509Certificate2 _certificate;
        private readonly SslProtocols _protocols;
        private int _requests;

        private TlsSite(X509Certificate2 certificate, SslProtocols protocols)
        {
            _certificate = certificate;
            _protocols = protocols;
            _listener = new TcpListener(IPAddress.Loopback, 0);
            _listener.Start();
            _ = ServeAsync();
        }

        public Uri Uri => new("https://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture) + "/");

        public int Requests => Volatile.Read(ref _requests);

        public static TlsSite Start(X509Certificate2 certificate, SslProtocols protocols) => new(certificate, protocols);

        public void Dispose() => _listener.Stop();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
            }
        }

        private async Task AnswerAsync(TcpClient client)
        {
            try
            {
                using (client)
                using (SslStream stream = new(client.GetStream()))
                {
                    await stream.AuthenticateAsServerAsync(_certificate, false, _protocols, false);
                    byte[] buffer = new byte[8192];
                    StringBuilder request = new();
                    while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                    {
                        int count = await stream.ReadAsync(buffer);
                        if (count == 0)
                        {
                            return;
                        }

                        request.Append(Encoding.ASCII.GetString(buffer, 0, count));
                    }

                    Interlocked.Increment(ref _requests);
                    string path = request.ToString().Split(' ')[1];
                    string body = path.EndsWith("username", StringComparison.Ordinal) ? "jdoe" : path.EndsWith("JSESSION", StringComparison.Ordinal) ? "S1" : "{}";
                    await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) + "\r\n\r\n" + body));
                    await stream.ShutdownAsync();
                }
            }
            catch (Exception error) when (error is System.IO.IOException or AuthenticationException or SocketException)
            {
            }
        }
    }
}
