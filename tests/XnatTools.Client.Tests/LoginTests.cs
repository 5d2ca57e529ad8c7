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
}
