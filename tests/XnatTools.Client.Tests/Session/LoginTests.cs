using System;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

public sealed class LoginTests
{
    [Fact]
    public async Task Connecting_logs_in_once_and_then_uses_the_cookie_alone()
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        using XnatClient client = await Scripted.ConnectAsync(server);

        Assert.Equal("jdoe", client.UserName);
        Assert.Equal("1.8.10", client.Version);
        Assert.Equal("2.1.0", client.DqrVersion);
        ScriptedCall[] calls = server.Calls.ToArray();
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("jdoe:pass-word")), calls[0].Authorization);
        foreach (ScriptedCall call in calls)
        {
            Assert.Matches(@"^XnatTools/\d", call.Agent);
            Assert.DoesNotContain("mozilla", call.Agent, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("java", call.Agent, StringComparison.OrdinalIgnoreCase);
            if (call.Path != "/data/JSESSION")
            {
                Assert.Null(call.Authorization);
                Assert.Equal("JSESSIONID=S1", call.Cookie); // although marked Secure by the site
            }
        }
    }

    [Fact]
    public async Task A_wrong_password_is_tried_exactly_once()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/JSESSION", 401, "<html>secret page</html>", "text/html");
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => Scripted.ConnectAsync(server, retries: 3));
        Assert.Same(XnatErrorCode.AuthenticationFailed, error.Code);
        Assert.Equal(1, server.Count("POST", "/data/JSESSION"));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task When_the_password_was_changed_meanwhile_one_login_is_tried_and_none_after_it()
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        using XnatClient client = await Scripted.ConnectAsync(server);
        server.On("POST", "/data/JSESSION", 401).On("GET", "/data/projects", 401).On("GET", "/xapi/pacs", 401);

        XnatException first = await Assert.ThrowsAsync<XnatException>(() => client.Projects.ListAsync(CancellationToken.None));
        XnatException second = await Assert.ThrowsAsync<XnatException>(() => client.Pacs.ListAsync(CancellationToken.None));
        XnatException third = await Assert.ThrowsAsync<XnatException>(() => client.Projects.ListAsync(CancellationToken.None));
        Assert.All(new[] { first, second, third }, e => Assert.Same(XnatErrorCode.AuthenticationFailed, e.Code));
        Assert.Equal(2, server.Count("POST", "/data/JSESSION")); // the first, and one to renew
    }

    [Theory]
    [InlineData("/app/template/Login.vm", "XnatAuthenticationFailed")]
    [InlineData("https://xnat.example.org/app/template/XDATScreen_UpdateUser.vm", "XnatPasswordExpired")]
    [InlineData("/app/template/InactiveAccount.vm?x=1", "XnatAccountInactive")]
    [InlineData("https://elsewhere.example.org/data/JSESSION", "XnatUnexpectedResponse")]
    public async Task A_redirect_at_login_is_a_named_error(string target, string code)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/JSESSION", _ => Redirect(302, target));
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => Scripted.ConnectAsync(server));
        Assert.Equal(code, error.Code.Id);
    }

    [Fact]
    public async Task An_expired_password_that_is_told_as_403_is_named()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/JSESSION", 403, "Your password has expired.", "text/plain");
        Assert.Same(XnatErrorCode.PasswordExpired, (await Assert.ThrowsAsync<XnatException>(() => Scripted.ConnectAsync(server))).Code);
    }

    [Fact]
    public async Task An_anonymous_session_is_no_login()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/users/username", 200, "guest", "text/plain");
        Assert.Same(XnatErrorCode.AuthenticationFailed, (await Assert.ThrowsAsync<XnatException>(() => Scripted.ConnectAsync(server))).Code);
    }

    [Fact]
    public async Task A_site_that_is_no_xnat_is_told_apart_from_a_wrong_password()
    {
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => Scripted.ConnectAsync(new ScriptedServer()));
        Assert.Same(XnatErrorCode.UnexpectedResponse, error.Code);
        Assert.Contains("address", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_body_serves_where_a_gateway_swallows_the_cookie()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/JSESSION", 200, "ABC123; XNAT_CSRF=3f0c", "text/plain");
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.All(server.Calls.ToArray()[1..], c => Assert.Equal("JSESSIONID=ABC123", c.Cookie));
    }

    [Fact]
    public async Task The_latest_cookie_counts_and_others_are_kept_too()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/users/username", _ =>
        {
            HttpResponseMessage answer = ScriptedServer.Answer(200, "jdoe", "text/plain");
            answer.Headers.Add("Set-Cookie", ["JSESSIONID=S2; Path=/", "ROUTE=node1; Path=/", "SESSION_EXPIRATION_TIME=\"1714550000000,900000\"; Path=/", "GONE=; Max-Age=0"]);
            return answer;
        });
        using XnatClient client = await Scripted.ConnectAsync(server);
        await client.Site.PluginsAsync(CancellationToken.None);
        Assert.Equal("JSESSIONID=S2; ROUTE=node1", server.Calls.ToArray()[^1].Cookie);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1714550900000), client.SessionExpires);
    }

    [Fact]
    public async Task A_session_of_somebody_else_is_used_but_neither_renewed_nor_ended()
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        using XnatClient client = await XnatClient.ConnectAsync(Scripted.Options(server, credential: XnatCredential.SessionId("BORROWED")), CancellationToken.None);
        Assert.Equal(0, server.Count("POST", "/data/JSESSION"));
        Assert.All(server.Calls, c => Assert.Equal("JSESSIONID=BORROWED", c.Cookie));

        server.On("GET", "/data/projects", 401);
        Assert.Same(XnatErrorCode.SessionLost, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.ListAsync(CancellationToken.None))).Code);
        await client.DisconnectAsync(CancellationToken.None);
        Assert.Equal(0, server.Count("DELETE", "/data/JSESSION"));
    }

    [Fact]
    public async Task A_token_logs_in_as_its_owner()
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        using XnatClient client = await XnatClient.ConnectAsync(Scripted.Options(server, credential: XnatCredential.Token("5b6f", "Zx8")), CancellationToken.None);
        Assert.Equal("jdoe", client.UserName);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("5b6f:Zx8")), server.Calls.ToArray()[0].Authorization);
    }

    [Fact]
    public async Task The_password_is_swapped_for_a_token_that_renews_and_dies_with_the_connection()
    {
        ScriptedServer server = new ScriptedServer().AsXnat()
            .On("GET", "/data/services/tokens/issue", 200, """{"alias":"al-1","secret":"se-1","estimatedExpirationTime":1714722800000}""")
            .On("GET", "/data/services/tokens/invalidate/al-1", 200, """{"result": "OK"}""");
        int asked = 0;
        server.On("GET", "/data/projects", _ => ++asked == 1 ? ScriptedServer.Answer(401) : ScriptedServer.Answer(200, """{"ResultSet":{"Result":[]}}"""));
        using XnatClient client = await XnatClient.ConnectAsync(Scripted.Options(server, aliasToken: true), CancellationToken.None);

        Assert.Empty(await client.Projects.ListAsync(CancellationToken.None));
        ScriptedCall[] logins = Array.FindAll(server.Calls.ToArray(), c => c.Authorization is not null);
        Assert.Equal(2, logins.Length);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("al-1:se-1")), logins[1].Authorization);
        await client.DisconnectAsync(CancellationToken.None);
        Assert.Equal(1, server.Count("GET", "/data/services/tokens/invalidate/al-1"));
        Assert.Equal(1, server.Count("DELETE", "/data/JSESSION"));
    }

    [Fact]
    public async Task Disconnecting_ends_the_session_and_nothing_works_after_it()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("DELETE", "/data/JSESSION", _ => throw new HttpRequestException("gone")).On("GET", "/data/projects", 401);
        using XnatClient client = await Scripted.ConnectAsync(server);
        await client.DisconnectAsync(CancellationToken.None); // a server that is gone is no error
        Assert.Same(XnatErrorCode.AuthenticationFailed, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.ListAsync(CancellationToken.None))).Code);
        Assert.Equal(1, server.Count("POST", "/data/JSESSION"));
    }

    [Fact]
    public async Task A_site_without_the_plugin_says_so_by_name()
    {
        ScriptedServer server = new ScriptedServer().AsXnat(dqr: null);
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Null(client.DqrVersion);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.QueueCountAsync(false, CancellationToken.None));
        Assert.Same(XnatErrorCode.DqrNotInstalled, error.Code);
    }

    [Fact]
    public void Nothing_printed_of_a_credential_is_secret()
    {
        Assert.Equal("Basic", XnatCredential.Basic("MARKUSER", "MARKPASS").ToString());
        Assert.DoesNotContain("MARK", System.Text.Json.JsonSerializer.Serialize(XnatCredential.Token("MARKALIAS", "MARKSECRET")), StringComparison.Ordinal);
    }

    private static HttpResponseMessage Redirect(int status, string target)
    {
        HttpResponseMessage answer = ScriptedServer.Answer(status);
        answer.Headers.TryAddWithoutValidation("Location", target);
        return answer;
    }
}
