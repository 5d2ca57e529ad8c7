using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

public sealed class LostSessionTests
{
    private const string NoRows = """{"ResultSet":{"Result":[]}}""";
    private const string LoginPage = "<!DOCTYPE html><html><head><title>XNAT Login</title></head><body><form><input type=\"password\"></form></body></html>";

    public static TheoryData<string> Disguises => ["401", "302", "200 html", "200 html without type"];

    [Theory]
    [MemberData(nameof(Disguises))]
    public async Task A_lost_session_is_renewed_once_and_the_call_repeated(string disguise)
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        int asked = 0;
        server.On("GET", "/data/projects", _ => ++asked == 1 ? Lost(disguise) : ScriptedServer.Answer(200, NoRows));
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Empty(await client.Projects.ListAsync(CancellationToken.None));
        Assert.Equal(2, server.Count("POST", "/data/JSESSION"));
        Assert.Equal("JSESSIONID=S2", server.Calls.ToArray()[^1].Cookie);
    }

    [Theory]
    [InlineData("401", "XnatSessionLost")]
    [InlineData("302", "XnatSessionLost")]
    [InlineData("200 html", "XnatUnexpectedResponse")]
    public async Task A_session_that_stays_lost_is_not_renewed_for_ever(string disguise, string code)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/projects", _ => Lost(disguise));
        using XnatClient client = await Scripted.ConnectAsync(server, retries: 3);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Projects.ListAsync(CancellationToken.None));
        Assert.Equal(code, error.Code.Id);
        Assert.Equal(2, server.Count("POST", "/data/JSESSION"));
        Assert.Equal(2, server.Count("GET", "/data/projects"));
    }

    [Theory]
    [InlineData("401", 2)]
    [InlineData("302", 2)]
    public async Task A_post_that_was_refused_before_it_began_is_sent_again_with_the_new_session(string disguise, int posts)
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        int asked = 0;
        server.On("POST", "/xapi/dqr/import", _ => ++asked == 1 ? Lost(disguise) : ScriptedServer.Answer(200, "[]"));
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Empty(await client.Dqr.ImportAsync(Dqr.One(), CancellationToken.None));
        Assert.Equal(posts, server.Count("POST", "/xapi/dqr/import"));
        ScriptedCall[] sent = server.Calls.Where(c => c.Path == "/xapi/dqr/import").ToArray();
        Assert.Equal(sent[0].Body, sent[1].Body);
    }

    [Fact]
    public async Task A_page_with_200_in_answer_to_an_import_leaves_its_outcome_unknown_and_is_not_sent_again()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/import", 200, LoginPage, "text/html").On("GET", "/xapi/dqr/import/queue/count", 200, "0");
        using XnatClient client = await Scripted.ConnectAsync(server);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.ImportAsync(Dqr.One(), CancellationToken.None));
        Assert.Same(XnatErrorCode.OutcomeUnknown, error.Code);
        Assert.True(error.MayHaveActed);
        Assert.Equal(1, server.Count("POST", "/xapi/dqr/import"));
        Assert.Equal(0, await client.Dqr.QueueCountAsync(false, CancellationToken.None)); // the session is new, so that reconciling works
        Assert.Equal("JSESSIONID=S2", server.Calls.ToArray()[^1].Cookie);
    }

    [Fact]
    public async Task A_delete_that_is_answered_by_a_login_page_is_no_success()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("DELETE", "/data/prearchive/projects/DEMO/20240501_101112345/S1", 200, LoginPage, "text/html");
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Same(XnatErrorCode.OutcomeUnknown, (await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.DeleteAsync(Dqr.Session(), CancellationToken.None))).Code);
    }

    [Fact]
    public async Task Many_calls_that_lose_the_session_together_log_in_once()
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        server.On("GET", "/data/projects", c => c.Cookie == "JSESSIONID=S1" ? ScriptedServer.Answer(401) : ScriptedServer.Answer(200, NoRows));
        using XnatClient client = await Scripted.ConnectAsync(server);
        server.Before = async (call, token) => await Task.Delay(call.Path == "/data/JSESSION" ? 50 : 5, token);
        List<Task> calls = [];
        for (int i = 0; i < 20; i++)
        {
            calls.Add(client.Projects.ListAsync(CancellationToken.None));
        }

        await Task.WhenAll(calls);
        Assert.Equal(2, server.Count("POST", "/data/JSESSION"));
    }

    [Theory]
    [InlineData("/app/template/XDATScreen_UpdateUser.vm", "XnatPasswordExpired")]
    [InlineData("/app/template/InactiveAccount.vm", "XnatAccountInactive")]
    public async Task Trouble_with_the_account_in_mid_work_is_named_and_logs_in_no_more(string target, string code)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/projects", _ =>
        {
            HttpResponseMessage answer = ScriptedServer.Answer(302);
            answer.Headers.TryAddWithoutValidation("Location", target);
            return answer;
        });
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Equal(code, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.ListAsync(CancellationToken.None))).Code.Id);
        Assert.Equal(1, server.Count("POST", "/data/JSESSION"));
    }

    private static HttpResponseMessage Lost(string disguise)
    {
        if (disguise == "401")
        {
            return ScriptedServer.Answer(401, "<html>anything</html>", "text/html");
        }

        if (disguise == "302")
        {
            HttpResponseMessage answer = ScriptedServer.Answer(302);
            answer.Headers.TryAddWithoutValidation("Location", "https://xnat.example.org/app/template/Login.vm#!");
            return answer;
        }

        return ScriptedServer.Answer(200, "\r\n " + LoginPage, disguise == "200 html" ? "text/html;charset=UTF-8" : "");
    }
}
