using System;
using System.IO;
using System.Linq;
using System.Management.Automation.StandIn;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>Send-DicomFile and Test-DicomNode with a receiver that is slow, or talks TLS.</summary>
[Collection(SandboxCollection.Name)]
public sealed class SendOwnReceiverTests(SandboxFixture sandbox) : IDisposable
{
    private const string Title = "OWNSCP";
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "xnattools-send-" + Guid.NewGuid().ToString("N"))).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Ctrl_C_ends_a_send_at_once_and_what_was_sent_is_known()
    {
        using ManualResetEventSlim reached = new();
        Receiver service = new(async (count, token) =>
        {
            if (count == 3)
            {
                reached.Set();
                await Task.Delay(TimeSpan.FromSeconds(5), token);
            }
        });
        await using DicomServer server = DicomServer.Start(service);
        using ReceiverSite site = new(sandbox.Url, Title, server.Port);
        Shell shell = Connected(site);
        for (int i = 1; i <= 5; i++)
        {
            MadeFile.Write(_folder, i + ".dcm", "1.2.3.9." + i);
        }

        Result? result = null;
        Thread run = new(() => result = shell.Run(Command("Send-DicomFile", ("Path", "*.dcm"))));
        run.Start();
        Assert.True(reached.Wait(TimeSpan.FromSeconds(30)));
        shell.Engine.Stop();
        Assert.True(run.Join(TimeSpan.FromSeconds(20)));
        Assert.True(result!.Stopped);
        Assert.InRange(result.StopTook.TotalSeconds, 0, 2.5);
        Assert.Equal([1, 2], result.Output.Cast<DicomSendResult>().Select(r => r.Position));
        Assert.All(result.Output.Cast<DicomSendResult>(), r => Assert.True(r.Successful));
        for (int i = 0; i < 200 && server.AssociationCount > 0; i++)
        {
            await Task.Delay(50);
        }

        Assert.Equal(0, server.AssociationCount);
        Assert.Equal(3, service.Count);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_send_whose_receiver_never_answers_the_association()
    {
        using DeafServer deaf = new();
        using ReceiverSite site = new(sandbox.Url, Title, deaf.Url.Port);
        Shell shell = Connected(site);
        MadeFile.Write(_folder, "1.dcm", "1.2.3.9.1");
        Result result = await Task.Run(() => shell.RunAndStop(TimeSpan.FromSeconds(1), Command("Send-DicomFile", ("Path", "1.dcm"))));
        Assert.True(result.Stopped);
        Assert.InRange(result.StopTook.TotalSeconds, 0, 2.5);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Answers_of_a_receiver_come_in_words()
    {
        Receiver service = new((_, _) => throw new DicomServiceException(DicomStatus.OutOfResources));
        await using DicomServer server = DicomServer.Start(service);
        using ReceiverSite site = new(sandbox.Url, Title, server.Port);
        MadeFile.Write(_folder, "1.dcm", "1.2.3.9.1");
        Result result = Connected(site).Run(Command("Send-DicomFile", ("Path", "1.dcm")));
        DicomSendResult sent = Assert.IsType<DicomSendResult>(Assert.Single(result.Output));
        Assert.Equal((false, 0xA700), (sent.Successful, sent.Status));
        Assert.Contains("out of resources", sent.Reason, StringComparison.Ordinal);
        Assert.StartsWith("DicomStoreFailed,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_by_own_authority_thumbprint_client_certificate_or_without_a_check()
    {
        using X509Certificate2 certificate = MakeCertificate();
        File.WriteAllText(Path.Combine(_folder, "ca.pem"), certificate.ExportCertificatePem());
        using X509Certificate2 client = MakeCertificate();
        SslServerAuthentication tls = new(certificate) { RequireClientCertificate = true, ValidateClient = (_, shown, _, _) => shown?.GetCertHashString() == client.GetCertHashString() };
        await using DicomServer server = DicomServer.Start(new Receiver((_, _) => Task.CompletedTask), new DicomServerOptions { Tls = tls });
        using ReceiverSite site = new(sandbox.Url, Title, server.Port);
        Shell shell = Connected(site);
        MadeFile.Write(_folder, "1.dcm", "1.2.3.9.1");
        string node = $"{Title}@localhost:{server.Port}";
        (string, object?)[][] ways =
        [
            [("CertificateAuthority", "ca.pem"), ("ClientCertificate", client)],
            [("CertificateThumbprint", certificate.GetCertHashString(HashAlgorithmName.SHA256)), ("ClientCertificate", client)],
            [("SkipCertificateCheck", true), ("ClientCertificate", client)],
        ];
        foreach ((string, object?)[] way in ways)
        {
            bool warns = way[0].Item1 == "SkipCertificateCheck";
            Result sent = shell.Run(Command("Send-DicomFile", [("Path", "1.dcm"), .. way]));
            Assert.True(Assert.IsType<DicomSendResult>(Assert.Single(sent.Output)).Successful);
            Assert.Equal(warns ? 1 : 0, sent.Warnings.Count);
            Result asked = shell.Run(Command("Test-DicomNode", [("Node", node), .. way]));
            Assert.True(Assert.IsType<DicomNodeStatus>(Assert.Single(asked.Output)).Answers);
            Assert.Equal(warns ? 1 : 0, asked.Warnings.Count);
        }

        // Nobody here trusts it by himself: the reason says so.
        DicomNodeStatus plain = Assert.IsType<DicomNodeStatus>(Assert.Single(shell.Ok(Command("Test-DicomNode", ("Node", node), ("UseTls", true)))));
        Assert.False(plain.Answers);
        Assert.Equal(DicomNodePhase.Connect, plain.Phase);
        Assert.Contains("TLS handshake failed", plain.Reason, StringComparison.Ordinal);
        DicomSendResult refused = Assert.IsType<DicomSendResult>(Assert.Single(shell.Run(Command("Send-DicomFile", ("Path", "1.dcm"), ("UseTls", true))).Output));
        Assert.Contains("TLS handshake failed", refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CertificateAuthority", "1.dcm")]
    [InlineData("CertificateAuthority", "none.pem")]
    [InlineData("CertificateThumbprint", "12AB")]
    public void What_cannot_be_a_certificate_ends_it_before_a_file(string parameter, string value)
    {
        using ReceiverSite site = new(sandbox.Url, Title, 1);
        MadeFile.Write(_folder, "1.dcm", "1.2.3.9.1");
        Shell shell = Connected(site);
        Result sent = shell.Run(Command("Send-DicomFile", ("Path", "1.dcm"), (parameter, value)));
        Assert.Empty(sent.Output);
        Assert.Equal("XnatArgumentInvalid,XnatTools.Commands.SendDicomFileCommand", sent.FailureId);
        Result asked = shell.Run(Command("Test-DicomNode", ("Node", "A@127.0.0.1:1"), (parameter, value)));
        Assert.Empty(asked.Output);
        Assert.Equal("XnatArgumentInvalid,XnatTools.Commands.TestDicomNodeCommand", asked.FailureId ?? asked.Errors.Select(e => e.FullyQualifiedErrorId).FirstOrDefault());
    }

    private static X509Certificate2 MakeCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private Shell Connected(ReceiverSite site)
    {
        Shell shell = new Shell().Connect(site.Url);
        shell.Engine.Location = _folder;
        return shell;
    }

    private sealed class Receiver(Func<int, CancellationToken, Task> store) : DicomService
    {
        private int _count;

        public int Count => _count;

        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

        public override async Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken)
        {
            await store(Interlocked.Increment(ref _count), cancellationToken);
            return DicomStatus.Success;
        }
    }
}
