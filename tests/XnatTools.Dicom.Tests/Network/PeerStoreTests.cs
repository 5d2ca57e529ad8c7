using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>Our stores to storescp, and TLS both ways.</summary>
[Trait("Category", "Peer")]
public sealed class PeerStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("+xa")]
    [InlineData("-pdu", "4096")]
    [InlineData("+xi")]
    public async Task Storescp_keeps_what_we_send(params string[] options)
    {
        string into = _folder.Folder("in");
        await using PeerServer peer = await PeerServer.StoreScpAsync(into, [.. options, "+B"]);
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        await using (DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, PresentationContext.StorageOf(paths)))
        {
            foreach (string path in paths)
            {
                Assert.Equal(DicomStatus.Success, await association.StoreAsync(path));
            }
        }

        Assert.Equal(paths.Count, Directory.GetFiles(into).Length);
        Dictionary<string, DicomFile> stored = Directory.GetFiles(into).Select(path => DicomFile.Open(path)).ToDictionary(file => file.Dataset.GetString(DicomTags.SopInstanceUid)!);
        foreach (string path in paths)
        {
            using DicomFile sent = DicomFile.Open(path);
            using DicomFile got = stored[sent.Dataset.GetString(DicomTags.SopInstanceUid)!];
            Assert.Equal(sent.Dataset.GetString(DicomTags.PatientName), got.Dataset.GetString(DicomTags.PatientName));
            Assert.Equal(sent.Dataset[DicomTags.PixelData]!.Value.ToBytes(), got.Dataset[DicomTags.PixelData]!.Value.ToBytes());
            if (options[0] != "+xi")
            {
                Assert.Equal(
                    File.ReadAllBytes(path).AsSpan((int)sent.DatasetOffset).ToArray(),
                    File.ReadAllBytes(got.Layout.Source!.Path!).AsSpan((int)got.DatasetOffset).ToArray());
            }
        }
    }

    [SkippableFact]
    public async Task Tls_works_with_storescp_and_a_plain_client_is_told()
    {
        Tool.Require("storescp");
        X509Certificate2 certificate = MakeCertificate();
        File.WriteAllText(_folder.File("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("key.pem"), certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using PeerServer peer = await PeerServer.StartAsync("storescp", "STORESCP", port => ["-v", "+tls", _folder.File("key.pem"), _folder.File("cert.pem"), "-ic", "-od", _folder.Folder("in"), port.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        DicomClientOptions secure = new() { UseTls = true, ValidateCertificate = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString() };
        await using (DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, [PresentationContext.Verification()], secure))
        {
            Assert.Equal(DicomStatus.Success, await association.EchoAsync());
        }

        DicomException untrusted = await Assert.ThrowsAnyAsync<DicomException>(() => DicomAssociation.OpenAsync(peer.Node, [PresentationContext.Verification()], new DicomClientOptions { UseTls = true }));
        Assert.Equal(DicomErrorCode.TlsFailed, untrusted.Code);

        // Who does not talk TLS to it is cut off.
        DicomException plain = await Assert.ThrowsAnyAsync<DicomException>(() => DicomAssociation.OpenAsync(peer.Node, [PresentationContext.Verification()]));
        Assert.Equal((DicomErrorCode.Aborted, "association request"), (plain.Code, plain.Phase));
    }

    [SkippableFact]
    public async Task Echoscu_with_tls_reaches_our_server()
    {
        Tool.Require("echoscu");
        X509Certificate2 certificate = MakeCertificate();
        await using DicomServer server = DicomServer.Start(new ArchiveService([]), new DicomServerOptions { Tls = new SslServerAuthentication(certificate) });
        (int code, string output) = await Tool.RunAsync("echoscu", null, "-v", "+tla", "-ic", "-aec", "B", "127.0.0.1", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(code == 0, output);
    }

    [SkippableFact]
    public async Task Storescu_and_findscu_with_tls_work_with_our_server()
    {
        Tool.Require("storescu");
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        ArchiveService service = new(paths, _folder.Folder("in"));
        await using DicomServer server = DicomServer.Start(service, new DicomServerOptions { Tls = new SslServerAuthentication(MakeCertificate()) });
        string port = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (int code, string output) = await Tool.RunAsync("storescu", null, ["-v", "+tla", "-ic", "-aec", "B", "127.0.0.1", port, .. paths]);
        Assert.True(code == 0, output);
        Assert.Equal(paths.Count, service.Stored.Count);
        (code, output) = await Tool.RunAsync("findscu", null, "-v", "-S", "+tla", "-ic", "-aec", "B", "127.0.0.1", port, "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID", "-k", "AccessionNumber");
        Assert.True(code == 0, output);
        Assert.Contains("Find Response: 5", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Dcmrecv_with_tls_takes_our_stores()
    {
        Tool.Require("dcmrecv");
        string profile = "/etc/dcmtk/storescp.cfg";
        Skip.IfNot(File.Exists(profile), "missing: " + profile);
        X509Certificate2 certificate = MakeCertificate();
        File.WriteAllText(_folder.File("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("key.pem"), certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        string into = _folder.Folder("in");
        await using PeerServer peer = await PeerServer.StartAsync("dcmrecv", "DCMRECV", port => ["-v", "+tls", _folder.File("key.pem"), _folder.File("cert.pem"), "-ic", "-xf", profile, "default", "-od", into, port.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        DicomClientOptions secure = new() { UseTls = true, ValidateCertificate = DicomCertificates.TrustThumbprint(certificate.Thumbprint) };
        await using (DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, PresentationContext.StorageOf(paths), secure))
        {
            foreach (string path in paths)
            {
                Assert.Equal(DicomStatus.Success, await association.StoreAsync(path));
            }
        }

        Assert.Equal(paths.Count, Directory.GetFiles(into, "*", SearchOption.AllDirectories).Length);
    }

    internal static X509Certificate2 MakeCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
