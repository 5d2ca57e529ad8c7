using System;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

public sealed class RetryTests
{
    private const string NoRows = """{"ResultSet":{"Result":[]}}""";

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_is_repeated_when_the_server_says_later(int status)
    {
        RecordedEvents events = new();
        ScriptedServer server = new ScriptedServer().AsXnat();
        int asked = 0;
        server.On("GET", "/data/projects", _ => ++asked < 3 ? ScriptedServer.Answer(status) : ScriptedServer.Answer(200, NoRows));
        using XnatClient client = await Scripted.ConnectAsync(server, events, retries: 3);
        Assert.Empty(await client.Projects.ListAsync(CancellationToken.None));
        Assert.Equal(3, asked);
        XnatRequestEvent[] seen = Array.FindAll(events.Requests.ToArray(), e => e.Template == "/data/projects");
        Assert.Equal([1, 2, 3], Array.ConvertAll(seen, e => e.Attempt));
        Assert.Equal([status, status, 200], Array.ConvertAll(seen, e => e.Status));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(500)]
    public async Task A_read_is_not_repeated_when_that_would_not_help(int status)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/projects", status);
        using XnatClient client = await Scripted.ConnectAsync(server, retries: 3);
        await Assert.ThrowsAsync<XnatException>(() => client.Projects.ListAsync(CancellationToken.None));
        Assert.Equal(1, server.Count("GET", "/data/projects"));
    }

    [Fact]
    public async Task Repeats_end()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/projects", 503);
        using XnatClient client = await Scripted.ConnectAsync(server, retries: 2);
        Assert.Same(XnatErrorCode.ServerBusy, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.ListAsync(CancellationToken.None))).Code);
        Assert.Equal(3, server.Count("GET", "/data/projects"));
    }

    [Fact]
    public async Task Posts_are_never_repeated_not_even_those_that_only_read()
    {
        ScriptedServer server = new ScriptedServer().AsXnat()
            .On("POST", "/xapi/dqr/import", _ => Busy(0)).On("POST", "/xapi/dqr/query/studies", _ => Busy(0));
        using XnatClient client = await Scripted.ConnectAsync(server, retries: 3);
        XnatException busy = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.ImportAsync(Dqr.One(), CancellationToken.None));
        Assert.Same(XnatErrorCode.ServerBusy, busy.Code);
        Assert.Equal(TimeSpan.Zero, busy.RetryAfter);
        await Assert.ThrowsAsync<XnatException>(() => client.Dqr.QueryStudiesAsync(new PacsCriteria { PacsId = 1, AccessionNumber = "A" }, CancellationToken.None));
        Assert.Equal(1, server.Count("POST", "/xapi/dqr/import"));
        Assert.Equal(1, server.Count("POST", "/xapi/dqr/query/studies"));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task A_change_is_repeated_only_when_the_server_says_when(bool says, int calls)
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        int asked = 0;
        server.On("PUT", "/data/projects/DEMO/prearchive_code/4", _ => ++asked == 1 ? (says ? Busy(0) : ScriptedServer.Answer(503)) : ScriptedServer.Answer(200));
        using XnatClient client = await Scripted.ConnectAsync(server, retries: 3);
        Exception? error = await Record.ExceptionAsync(() => client.Projects.SetPrearchiveCodeAsync("DEMO", 4, CancellationToken.None));
        Assert.Equal(says, error is null);
        Assert.Equal(calls, asked);
    }

    [Fact]
    public async Task The_pause_is_the_one_the_server_asked_for()
    {
        ManualTime time = new();
        ScriptedServer server = new ScriptedServer().AsXnat();
        int asked = 0;
        server.On("GET", "/data/projects", _ => ++asked == 1 ? Busy(40) : ScriptedServer.Answer(200, NoRows));
        using XnatClient client = await XnatClient.ConnectAsync(With(server, time), CancellationToken.None);
        Task call = client.Projects.ListAsync(CancellationToken.None);
        await time.WaitForTimersAsync(TimeSpan.FromSeconds(40));
        time.Advance(TimeSpan.FromSeconds(39));
        await Task.Delay(50);
        Assert.Equal(1, asked);
        time.Advance(TimeSpan.FromSeconds(2));
        await call.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again_for_a_read_and_leaves_a_change_in_doubt()
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        int asked = 0;
        server.On("GET", "/data/projects", _ => ++asked == 1 ? throw new HttpRequestException("reset", new IOException("reset")) : ScriptedServer.Answer(200, NoRows));
        server.On("POST", "/xapi/dqr/import", _ => throw new HttpRequestException("reset", new SocketException((int)SocketError.ConnectionReset)));
        using XnatClient client = await Scripted.ConnectAsync(server, retries: 1);
        Assert.Empty(await client.Projects.ListAsync(CancellationToken.None));
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.ImportAsync(Dqr.One(), CancellationToken.None));
        Assert.Same(XnatErrorCode.OutcomeUnknown, error.Code);
        Assert.True(error.MayHaveActed);
    }

    [Fact]
    public async Task A_connection_that_was_never_made_leaves_no_doubt()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/import", _ => throw new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused)));
        using XnatClient client = await Scripted.ConnectAsync(server);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.ImportAsync(Dqr.One(), CancellationToken.None));
        Assert.Same(XnatErrorCode.ConnectionFailed, error.Code);
        Assert.False(error.MayHaveActed);
    }

    [Theory]
    [InlineData(true, "XnatTimeout")]
    [InlineData(false, "XnatOutcomeUnknown")]
    public async Task No_answer_in_time_is_harmless_for_a_read_and_a_doubt_for_a_change(bool read, string code)
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        using XnatClient client = await Scripted.ConnectAsync(server, timeout: TimeSpan.FromMilliseconds(150));
        server.Before = (_, token) => Task.Delay(Timeout.Infinite, token);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => read
            ? client.Dqr.QueryStudiesAsync(new PacsCriteria { PacsId = 1, AccessionNumber = "A" }, CancellationToken.None)
            : (Task)client.Dqr.ImportAsync(Dqr.One(), CancellationToken.None));
        Assert.Equal(code, error.Code.Id);
        Assert.Equal(!read, error.MayHaveActed);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_gateway_that_gave_up_leaves_a_change_in_doubt(int status)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/services/archive", status);
        using XnatClient client = await Scripted.ConnectAsync(server, retries: 3);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.ArchiveAsync(Dqr.Session(), null, CancellationToken.None));
        Assert.Same(XnatErrorCode.OutcomeUnknown, error.Code);
        Assert.Equal(1, server.Count("POST", "/data/services/archive"));
    }

    [Fact]
    public async Task The_caller_who_cancels_gets_a_cancellation_and_not_an_error()
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        using XnatClient client = await Scripted.ConnectAsync(server, retries: 3);
        server.Before = (_, token) => Task.Delay(Timeout.Infinite, token);
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Dqr.ImportAsync(Dqr.One(), source.Token));
        using CancellationTokenSource again = new(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Projects.ListAsync(again.Token));
    }

    private static XnatClientOptions With(ScriptedServer server, TimeProvider time) => new()
    {
        Uri = new Uri("https://xnat.example.org/"),
        Credential = XnatCredential.Basic("jdoe", "pass-word"),
        HandlerFactory = () => server,
        RetryCount = 3,
        Time = time,
    };

    private static HttpResponseMessage Busy(int seconds)
    {
        HttpResponseMessage answer = ScriptedServer.Answer(503);
        answer.Headers.TryAddWithoutValidation("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return answer;
    }
}
