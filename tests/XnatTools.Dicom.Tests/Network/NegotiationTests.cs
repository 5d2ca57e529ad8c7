using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

public class NegotiationTests
{
    [Fact]
    public async Task Every_proposal_gets_its_own_answer()
    {
        Picky service = new();
        await using DicomServer server = DicomServer.Start(service, new DicomServerOptions { TransferSyntaxes = [DicomUids.ImplicitVRLittleEndian, DicomUids.JpegLossless] });
        PresentationContext[] proposed =
        [
            PresentationContext.Verification(),
            new(DicomUids.CTImageStorage, DicomUids.ExplicitVRLittleEndian, DicomUids.JpegLossless),
            new(DicomUids.MRImageStorage, DicomUids.ImplicitVRLittleEndian),
            new(DicomUids.CTImageStorage, DicomUids.JpegBaseline),
        ];
        await using DicomAssociation association = await DicomAssociation.OpenAsync(Node(server), proposed);
        Assert.Equal(
            [DicomContextResult.Accepted, DicomContextResult.Accepted, DicomContextResult.AbstractSyntaxNotSupported, DicomContextResult.TransferSyntaxesNotSupported],
            association.Contexts.Select(c => c.Result));
        Assert.Equal(DicomUids.ImplicitVRLittleEndian, association.Contexts[0].AcceptedTransferSyntax);
        Assert.Equal(DicomUids.JpegLossless, association.Contexts[1].AcceptedTransferSyntax);
        DicomException error = await Assert.ThrowsAnyAsync<DicomException>(() => association.MoveAsync(DicomQueryRoot.Study, new DicomDataset(), "X"));
        Assert.Equal(DicomErrorCode.ContextNotAccepted, error.Code);
    }

    [Fact]
    public async Task Identity_extended_negotiation_and_operations_window_reach_the_service()
    {
        Picky service = new();
        await using DicomServer server = DicomServer.Start(service);
        PresentationContext find = new(DicomUids.StudyRootFind) { ExtendedNegotiation = [1, 0, 1] };
        DicomClientOptions options = new() { UserIdentity = DicomUserIdentity.FromUserName("alice", "secret"), AsynchronousOperations = 8, CallingAETitle = "CALLER" };
        await using DicomAssociation association = await DicomAssociation.OpenAsync(Node(server), [find, PresentationContext.Verification()], options);
        DicomAssociationRequest request = Assert.Single(service.Requests);
        Assert.Equal("CALLER", request.CallingAETitle);
        Assert.Equal("SERVER", request.CalledAETitle);
        Assert.Equal("alice", Encoding.UTF8.GetString(request.UserIdentity!.Primary));
        Assert.Equal("secret", Encoding.UTF8.GetString(request.UserIdentity.Secondary));
        Assert.Equal([1, 0, 1], request.Contexts[0].ExtendedNegotiation!);
        Assert.Equal(8, association.OperationsWindow);
        Assert.NotNull(association.UserIdentityAnswer);
        Assert.Equal("XNATTOOLS", association.PeerImplementationVersion);
    }

    [Fact]
    public async Task A_hundred_and_twenty_eight_contexts_are_the_limit()
    {
        await using DicomServer server = DicomServer.Start(new Picky());
        List<PresentationContext> many = [.. Enumerable.Range(0, 128).Select(_ => PresentationContext.Verification())];
        await using (DicomAssociation association = await DicomAssociation.OpenAsync(Node(server), many))
        {
            Assert.All(association.Contexts, c => Assert.Equal(DicomContextResult.Accepted, c.Result));
            Assert.Equal(255, association.Contexts[127].Id);
        }

        many.Add(PresentationContext.Verification());
        await Assert.ThrowsAsync<ArgumentException>(() => DicomAssociation.OpenAsync(Node(server), many));
    }

    [SkippableFact]
    public async Task Ipv6_works_as_ipv4_does()
    {
        Skip.IfNot(Socket.OSSupportsIPv6, "missing: IPv6");
        DicomServer server;
        try
        {
            server = DicomServer.Start(new Picky(), new DicomServerOptions { Address = IPAddress.IPv6Loopback });
        }
        catch (SocketException)
        {
            throw new SkipException("missing: IPv6 loopback");
        }

        await using (server)
        {
            Assert.True(DicomNode.TryParse($"SERVER@[::1]:{server.Port}", out DicomNode? node));
            await using DicomAssociation association = await DicomAssociation.OpenAsync(node!, [PresentationContext.Verification()]);
            Assert.Equal(DicomStatus.Success, await association.EchoAsync());
        }
    }

    [Fact]
    public async Task Tls_with_client_certificate_and_without()
    {
        X509Certificate2 own = PeerStoreTests.MakeCertificate();
        X509Certificate2 client = PeerStoreTests.MakeCertificate();
        SslServerAuthentication tls = new(own)
        {
            RequireClientCertificate = true,
            ValidateClient = (_, shown, _, _) => shown?.GetCertHashString() == client.GetCertHashString(),
        };
        await using DicomServer server = DicomServer.Start(new Picky(), new DicomServerOptions { Tls = tls });
        DicomClientOptions with = new() { UseTls = true, ClientCertificates = [client], ValidateCertificate = (_, shown, _, _) => shown!.GetCertHashString() == own.GetCertHashString() };
        await using (DicomAssociation association = await DicomAssociation.OpenAsync(Node(server), [PresentationContext.Verification()], with))
        {
            Assert.Equal(DicomStatus.Success, await association.EchoAsync());
        }

        DicomClientOptions without = new() { UseTls = true, ValidateCertificate = with.ValidateCertificate, AssociationTimeout = TimeSpan.FromSeconds(3) };
        await Assert.ThrowsAnyAsync<DicomException>(() => DicomAssociation.OpenAsync(Node(server), [PresentationContext.Verification()], without));
    }

    [Fact]
    public async Task What_does_not_answer_is_told_apart()
    {
        DicomException refused = await Assert.ThrowsAnyAsync<DicomException>(() => DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", Tool.FreePort(), "X"), [PresentationContext.Verification()]));
        Assert.Equal(DicomErrorCode.ConnectFailed, refused.Code);
        using TcpListener mute = new(IPAddress.Loopback, 0);
        mute.Start();
        DicomException silent = await Assert.ThrowsAnyAsync<DicomException>(() => DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", ((IPEndPoint)mute.LocalEndpoint).Port, "X"), [PresentationContext.Verification()], new DicomClientOptions { AssociationTimeout = TimeSpan.FromMilliseconds(400) }));
        Assert.Equal(DicomErrorCode.TimedOut, silent.Code);
        Assert.Contains("association request", silent.Message, StringComparison.Ordinal);
    }

    private static DicomNode Node(DicomServer server) => new("127.0.0.1", server.Port, "SERVER");

    private sealed class Picky : DicomService
    {
        public List<DicomAssociationRequest> Requests { get; } = [];

        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) =>
            sopClassUid is DicomUids.Verification or DicomUids.CTImageStorage or DicomUids.StudyRootFind;

        public override Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, System.Threading.CancellationToken cancellationToken)
        {
            Requests.Add(request);
            return Task.FromResult(DicomAssociateDecision.Accept);
        }
    }
}
