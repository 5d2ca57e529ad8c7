using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Core;

public sealed class FaultTests
{
    [Fact]
    public async Task Faults_are_switched_on_over_http_and_used_up()
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { HasDqr = false });
        using HttpClient client = Site.Client(host, "admin", "admin");
        await client.PostAsJsonAsync("/sandbox/faults", new { name = FaultNames.Gateway, match = "/data/projects", count = 1, skip = 1 });
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/data/projects")).StatusCode);
        Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync("/data/projects")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/data/projects")).StatusCode);
    }

    [Fact]
    public async Task The_login_page_comes_with_200_and_an_expired_session_with_401()
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { HasDqr = false });
        using HttpClient client = Site.Client(host, "admin", "admin");
        await client.PostAsync("/data/JSESSION", null);
        client.DefaultRequestHeaders.Authorization = null;
        host.Faults.Add(FaultNames.LoginPage, count: 1);
        HttpResponseMessage page = await client.GetAsync("/data/projects?format=json");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        host.Faults.Add(FaultNames.SessionExpiry, count: 1);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/data/projects")).StatusCode);
    }

    [Theory]
    [InlineData(FaultNames.Cut)]
    [InlineData(FaultNames.CutAfter)]
    [InlineData(FaultNames.CutBody)]
    public async Task A_cut_connection_is_an_error_and_what_was_done_stays_done(string fault)
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { HasDqr = false });
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        host.Faults.Add(fault, count: 1);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.PutAsync("/data/projects/DEMO/subjects/S001", null));
        Assert.Equal(fault == FaultNames.Cut ? 0 : 1, host.State.Subjects.Count);
    }

    [Fact]
    public async Task Every_answer_dates_its_cookie_and_csrf_stops_browsers_only()
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { HasDqr = false });
        using HttpClient browser = Site.Client(host, "imaging", "imaging", agent: "Mozilla/5.0");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PutAsync("/data/projects/DEMO/subjects/S001", null)).StatusCode);
        string text = await browser.GetStringAsync("/data/JSESSION?CSRF=true");
        string token = text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..];
        HttpResponseMessage made = await browser.PutAsync("/data/projects/DEMO/subjects/S001?XNAT_CSRF=" + token, null);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Contains(made.Headers.GetValues("Set-Cookie"), c => c.StartsWith("SESSION_EXPIRATION_TIME=", StringComparison.Ordinal) && c.Contains(",900000;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alias_tokens_log_in_until_they_expire()
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { HasDqr = false });
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        using System.Text.Json.JsonDocument token = System.Text.Json.JsonDocument.Parse(await client.GetStringAsync("/data/services/tokens/issue"));
        string alias = token.RootElement.GetProperty("alias").GetString()!;
        string secret = token.RootElement.GetProperty("secret").GetString()!;
        using HttpClient other = Site.Client(host, alias, secret);
        Assert.Equal("imaging", await other.GetStringAsync("/xapi/users/username"));
        Assert.Equal("{}", await client.GetStringAsync($"/data/services/tokens/validate/{alias}/wrong"));
        host.Clock.Advance(TimeSpan.FromDays(3));
        using HttpClient late = Site.Client(host, alias, secret);
        Assert.Equal(HttpStatusCode.Unauthorized, (await late.GetAsync("/xapi/users/username")).StatusCode);
    }
}
