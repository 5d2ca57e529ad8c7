using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Core;

public sealed class LoginTests
{
    [Fact]
    public async Task Basic_opens_a_session_that_its_cookie_keeps()
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions());
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        HttpResponseMessage login = await client.PostAsync("/data/JSESSION", null);
        string id = await login.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal("imaging", await client.GetStringAsync("/xapi/users/username"));
        Assert.Equal(id, await client.GetStringAsync("/data/JSESSION"));
    }

    [Fact]
    public async Task An_anonymous_session_id_proves_nothing()
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions());
        using HttpClient client = Site.Client(host);
        Assert.Equal(32, (await client.GetStringAsync("/data/JSESSION")).Length);
        HttpResponseMessage answer = await client.GetAsync("/xapi/users/username");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Basic realm=\"XNAT\"", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_browser_is_redirected_to_the_login_page()
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions());
        using HttpClient client = Site.Client(host, agent: "Mozilla/5.0 (Windows NT; en-GB) WindowsPowerShell/5.1");
        HttpResponseMessage answer = await client.GetAsync("/data/projects?format=json");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        HttpResponseMessage page = await client.GetAsync(answer.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_account_is_locked_after_bad_logins_and_open_an_hour_later()
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { MaxFailedLogins = 3 });
        using HttpClient bad = Site.Client(host, "reader", "wrong");
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await bad.GetAsync("/xapi/users/username")).StatusCode);
        }

        using HttpClient good = Site.Client(host, "reader", "reader");
        Assert.Equal(HttpStatusCode.Unauthorized, (await good.GetAsync("/xapi/users/username")).StatusCode);
        host.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.OK, (await good.GetAsync("/xapi/users/username")).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_after_a_quarter_of_an_hour_idle()
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions());
        using HttpClient client = Site.Client(host, "admin", "admin");
        await client.PostAsync("/data/JSESSION", null);
        client.DefaultRequestHeaders.Authorization = null;
        host.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/xapi/users/username")).StatusCode);
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/xapi/users/username")).StatusCode);
    }
}
