using System.Net;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Nodes;
using Xunit;

namespace XnatTools.Import.Tests.Nodes;

/// <summary>Nothing but a receiver of XNAT is sent to, whatever names its machine goes by.</summary>
public sealed class ReceiverGuardTests
{
    private static readonly XnatReceiver[] s_receivers =
    [
        new() { AETitle = "XNAT", Port = 8104, Enabled = true },
        new() { AETitle = "SECOND", Port = 8105, Enabled = true },
        new() { AETitle = "OFF", Port = 8106 },
    ];

    [Theory]
    [InlineData("XNAT", "PACS", "pacs.example.org", 104)]
    [InlineData("xnat:8104", "PACS", "pacs.example.org", 8104)]
    [InlineData("XNAT", "PACS", "nowhere.example.org", 8104)]
    public async Task A_receiver_is_taken_with_its_own_title_and_addresses(string wanted, string title, string host, int port)
    {
        ReceiverTarget target = await ChooseAsync(wanted, new XnatPacs { AETitle = title, HostName = host, Port = port });
        Assert.Equal("XNAT:8104", target.ToString());
        Assert.Equal([IPAddress.Parse("192.0.2.10")], target.Addresses);
    }

    [Theory]
    [InlineData("PACS", "PACS", "other.example.org", 104)] // the title that was asked for
    [InlineData("XNAT", "xnat ", "other.example.org", 104)] // a receiver and a PACS of one title
    [InlineData("XNAT", "PACS", "XNAT.example.org", 8104)] // the same name
    [InlineData("XNAT", "PACS", "alias.example.org", 8104)] // another name of the same address
    [InlineData("XNAT", "PACS", "192.0.2.10", 8104)]
    [InlineData("XNAT", "PACS", "::ffff:192.0.2.10", 8104)]
    [InlineData("XNAT", "PACS", "alias.example.org", null)] // a PACS without a port may be on any
    public async Task What_is_registered_as_a_pacs_is_refused(string wanted, string title, string host, int? port)
    {
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => ChooseAsync(wanted, new XnatPacs { AETitle = title, HostName = host, Port = port }));
        Assert.Equal(XnatErrorCode.DicomNodeIsPacs, error.Code);
    }

    [Theory]
    [InlineData("NOBODY", null)]
    [InlineData("XNAT:104", null)]
    [InlineData("OFF", null)]
    [InlineData(null, null)] // two are enabled
    [InlineData("XNAT", "pacs.example.org")]
    public async Task What_cannot_be_shown_to_be_a_receiver_is_refused(string? wanted, string? host)
    {
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => ChooseAsync(wanted, new XnatPacs { AETitle = "PACS", HostName = "pacs.example.org", Port = 104 }, host));
        Assert.Equal(XnatErrorCode.ReceiverNotFound, error.Code);
    }

    [Fact]
    public async Task Another_name_of_the_machine_is_taken() =>
        Assert.Single((await ChooseAsync("XNAT", new XnatPacs { AETitle = "PACS", HostName = "pacs.example.org", Port = 104 }, "alias.example.org")).Addresses);

    [Fact]
    public async Task This_machine_is_the_same_by_every_address()
    {
        ReceiverGuard.Resolver resolve = (host, _) => Task.FromResult<IPAddress[]>([host == "localhost" ? IPAddress.Loopback : IPAddress.IPv6Loopback]);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => ReceiverGuard.ChooseAsync(
            s_receivers, [new XnatPacs { AETitle = "PACS", HostName = "me", Port = 8104 }], "localhost", "XNAT", null, resolve, CancellationToken.None));
        Assert.Equal(XnatErrorCode.DicomNodeIsPacs, error.Code);
    }

    private static Task<ReceiverTarget> ChooseAsync(string? wanted, XnatPacs pacs, string? host = null) =>
        ReceiverGuard.ChooseAsync(s_receivers, [pacs], "xnat.example.org", wanted, host, Resolve, CancellationToken.None);

    private static Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>(host switch
    {
        "xnat.example.org" or "alias.example.org" => [IPAddress.Parse("192.0.2.10")],
        "nowhere.example.org" => [],
        _ => [IPAddress.Parse("192.0.2.20")],
    });
}
