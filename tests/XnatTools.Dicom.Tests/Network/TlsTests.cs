using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>A hospital's own authority, with client certificates and without.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Made when they are wanted: their keys take a second, and not every test wants one.
    private readonly Lazy<Authority> _hospital = new(static () => new Authority("CN=Hospital"));
    private readonly Lazy<Authority> _stranger = new(static () => new Authority("CN=Stranger"));

    private Authority Hospital => _hospital.Value;

    private Authority Stranger => _stranger.Value;

    public void Dispose()
    {
        _folder.Dispose();
        foreach (Lazy<Authority> authority in new[] { _hospital, _stranger }.Where(static a => a.IsValueCreated))
        {
            authority.Value.Dispose();
        }
    }

    [Fact]
    public async Task Certificates_of_our_own_authority_are_taken_on_both_sides_and_no_others()
    {
        string file = _folder.File("ca.pem");
        File.WriteAllText(file, "A comment before it.\n" + Hospital.Certificate.ExportCertificatePem());
        X509Certificate2Collection own = DicomCertificates.Load(file);
        SslServerAuthentication tls = new(Hospital.Issue("localhost")) { RequireClientCertificate = true, ClientAuthorities = own };
        await using DicomServer server = DicomServer.Start(new ArchiveService([]), new DicomServerOptions { Tls = tls });
        Assert.Equal(DicomStatus.Success, await EchoAsync(server, Options(own, Hospital.Issue("client"))));

        // Nobody vouches for this client; with TLS 1.3 it learns so at its first message.
        DicomException stranger = await Assert.ThrowsAnyAsync<DicomException>(() => EchoAsync(server, Options(own, Stranger.Issue("client"))));
        Assert.Contains(stranger.Code, new[] { DicomErrorCode.TlsFailed, DicomErrorCode.Aborted });
        DicomException bare = await Assert.ThrowsAnyAsync<DicomException>(() => EchoAsync(server, Options(own, null)));
        Assert.Contains(bare.Code, new[] { DicomErrorCode.TlsFailed, DicomErrorCode.Aborted });
        Assert.True(bare.Code == DicomErrorCode.Aborted || bare.Message.Contains("client certificate", StringComparison.Ordinal), bare.Message);

        // The other way round: the server's is none that the client trusts.
        File.WriteAllBytes(_folder.File("other.der"), Stranger.Certificate.RawData);
        DicomException untrusted = await Assert.ThrowsAnyAsync<DicomException>(() => EchoAsync(server, Options(DicomCertificates.Load(_folder.File("other.der")), Hospital.Issue("client"))));
        Assert.Equal((DicomErrorCode.TlsFailed, "TLS handshake"), (untrusted.Code, untrusted.Phase));
    }

    [Fact]
    public async Task The_name_counts_and_a_certificate_that_ran_out_does_not_do()
    {
        X509Certificate2Collection own = [Hospital.Certificate];
        await using (DicomServer other = DicomServer.Start(new ArchiveService([]), new DicomServerOptions { Tls = new SslServerAuthentication(Hospital.Issue("pacs.example.org")) }))
        {
            DicomException misnamed = await Assert.ThrowsAnyAsync<DicomException>(() => EchoAsync(other, Options(own, null)));
            Assert.Equal(DicomErrorCode.TlsFailed, misnamed.Code);
            Assert.Equal(DicomStatus.Success, await EchoAsync(other, new DicomClientOptions { UseTls = true, TrustedAuthorities = own, TlsHost = "pacs.example.org" }));
        }

        await using DicomServer old = DicomServer.Start(new ArchiveService([]), new DicomServerOptions { Tls = new SslServerAuthentication(Hospital.Issue("localhost", DateTimeOffset.UtcNow.AddDays(-1))) });
        await Assert.ThrowsAnyAsync<DicomException>(() => EchoAsync(old, Options(own, null)));
    }

    [Fact]
    public async Task One_certificate_can_be_named_by_its_thumbprint()
    {
        X509Certificate2 certificate = Stranger.Issue("anything");
        await using DicomServer server = DicomServer.Start(new ArchiveService([]), new DicomServerOptions { Tls = new SslServerAuthentication(certificate) });
        string sha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        foreach (string thumbprint in new[] { certificate.Thumbprint, sha256.ToLowerInvariant(), string.Join(":", sha256.Chunk(2).Select(pair => new string(pair))) })
        {
            Assert.True(DicomCertificates.IsThumbprint(thumbprint));
            Assert.Equal(DicomStatus.Success, await EchoAsync(server, new DicomClientOptions { UseTls = true, ValidateCertificate = DicomCertificates.TrustThumbprint(thumbprint) }));
        }

        string wrong = new('0', 40);
        await Assert.ThrowsAnyAsync<DicomException>(() => EchoAsync(server, new DicomClientOptions { UseTls = true, ValidateCertificate = DicomCertificates.TrustThumbprint(wrong) }));
        Assert.False(DicomCertificates.IsThumbprint("12AB"));
        Assert.Throws<ArgumentException>(() => DicomCertificates.TrustThumbprint("12AB"));
    }

    [Fact]
    public async Task A_plain_client_and_a_silent_one_do_not_hold_a_server_that_talks_tls()
    {
        DicomServerOptions options = new() { Tls = new SslServerAuthentication(Hospital.Issue("localhost")), AssociationTimeout = TimeSpan.FromMilliseconds(500) };
        await using DicomServer server = DicomServer.Start(new ArchiveService([]), options);
        DicomException plain = await Assert.ThrowsAnyAsync<DicomException>(() => EchoAsync(server, new DicomClientOptions { AssociationTimeout = TimeSpan.FromSeconds(5) }));
        Assert.Contains(plain.Code, new[] { DicomErrorCode.Aborted, DicomErrorCode.Protocol });
        using System.Net.Sockets.TcpClient silent = new();
        await silent.ConnectAsync(IPAddress.Loopback, server.Port);
        for (int i = 0; i < 40 && server.AssociationCount == 0; i++)
        {
            await Task.Delay(10);
        }

        for (int i = 0; i < 100 && server.AssociationCount > 0; i++)
        {
            await Task.Delay(50);
        }

        Assert.Equal(0, server.AssociationCount);
    }

    [Fact]
    public async Task A_certificate_of_ours_without_its_key_is_refused_before_anything_is_sent()
    {
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(Hospital.Issue("client").RawData);
        Assert.Throws<ArgumentException>(() => new SslServerAuthentication(bare));
        DicomClientOptions options = Options([Hospital.Certificate], bare);
        DicomException error = await Assert.ThrowsAsync<DicomException>(() => DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", 1, "X"), [PresentationContext.Verification()], options));
        Assert.Equal((DicomErrorCode.TlsFailed, "TLS handshake"), (error.Code, error.Phase));
        Assert.Contains("without its key", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("this is no certificate at all")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n!!!!")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void A_file_without_a_certificate_is_told(string content)
    {
        File.WriteAllText(_folder.File("x.pem"), content);
        Assert.Equal(DicomErrorCode.TlsFailed, Assert.Throws<DicomException>(() => DicomCertificates.Load(_folder.File("x.pem"))).Code);
    }

    [SkippableFact]
    [Trait("Category", "Peer")]
    public async Task Dcmtk_asks_for_our_certificate_and_shows_its_own()
    {
        Tool.Require("storescp");
        Tool.Require("echoscu");
        File.WriteAllText(_folder.File("ca.pem"), Hospital.Certificate.ExportCertificatePem());
        X509Certificate2 theirs = Hospital.Issue("localhost");
        File.WriteAllText(_folder.File("cert.pem"), theirs.ExportCertificatePem());
        File.WriteAllText(_folder.File("key.pem"), theirs.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        X509Certificate2Collection own = DicomCertificates.Load(_folder.File("ca.pem"));
        await using (PeerServer peer = await PeerServer.StartAsync("storescp", "STORESCP", port => ["-v", "+tls", _folder.File("key.pem"), _folder.File("cert.pem"), "+cf", _folder.File("ca.pem"), "-rc", "-od", _folder.Folder("in"), port.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            DicomNode node = new("localhost", peer.Port, "STORESCP");
            await using (DicomAssociation association = await DicomAssociation.OpenAsync(node, [PresentationContext.Verification()], Options(own, Hospital.Issue("client"))))
            {
                Assert.Equal(DicomStatus.Success, await association.EchoAsync());
            }

            await Assert.ThrowsAnyAsync<DicomException>(() => DicomAssociation.OpenAsync(node, [PresentationContext.Verification()], Options(own, null)));
        }

        SslServerAuthentication tls = new(Hospital.Issue("localhost")) { RequireClientCertificate = true, ClientAuthorities = own };
        await using DicomServer server = DicomServer.Start(new ArchiveService([]), new DicomServerOptions { Tls = tls });
        string ours = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (int code, string output) = await Tool.RunAsync("echoscu", null, "-v", "+tls", _folder.File("key.pem"), _folder.File("cert.pem"), "+cf", _folder.File("ca.pem"), "-aec", "B", "localhost", ours);
        Assert.True(code == 0, output);
        (code, output) = await Tool.RunAsync("echoscu", null, "-v", "+tla", "+cf", _folder.File("ca.pem"), "-aec", "B", "localhost", ours);
        Assert.True(code != 0, output);
    }

    private static DicomClientOptions Options(X509Certificate2Collection own, X509Certificate2? client) => new()
    {
        UseTls = true,
        TrustedAuthorities = own,
        ClientCertificates = client is null ? null : [client],
        AssociationTimeout = TimeSpan.FromSeconds(5),
    };

    private static async Task<DicomStatus> EchoAsync(DicomServer server, DicomClientOptions options)
    {
        await using DicomAssociation association = await DicomAssociation.OpenAsync(new DicomNode("localhost", server.Port, "X"), [PresentationContext.Verification()], options);
        return await association.EchoAsync();
    }

    /// <summary>A certificate authority that lasts for a test.</summary>
    private sealed class Authority : IDisposable
    {
        private readonly RSA _key = RSA.Create(2048);

        public Authority(string name)
        {
            CertificateRequest request = new(name, _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
            Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
        }

        public X509Certificate2 Certificate { get; }

        public X509Certificate2 Issue(string host, DateTimeOffset? until = null)
        {
            using RSA key = RSA.Create(2048);
            CertificateRequest request = new("CN=" + host, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
            byte[] serial = new byte[8];
            RandomNumberGenerator.Fill(serial);
            serial[0] &= 0x7F;
            using X509Certificate2 issued = request.Create(Certificate, DateTimeOffset.UtcNow.AddDays(-10), until ?? DateTimeOffset.UtcNow.AddDays(10), serial);
            using X509Certificate2 made = issued.CopyWithPrivateKey(key);
            return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
        }

        public void Dispose()
        {
            Certificate.Dispose();
            _key.Dispose();
        }
    }
}
