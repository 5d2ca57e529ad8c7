using System;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Host;

public sealed class DateHeaderTests
{
    [Fact]
    public async Task Answers_carry_the_time_of_the_sandbox_and_not_of_the_machine()
    {
        DateTimeOffset start = new(2024, 5, 1, 10, 0, 0, TimeSpan.Zero);
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { ClockFactor = 0, StartTime = start, HasDqr = false });
        using HttpClient client = Site.Client(host, "admin", "admin");
        using HttpResponseMessage before = await client.GetAsync("/xapi/siteConfig/buildInfo");
        Assert.Equal(start, before.Headers.Date);

        host.Clock.Advance(TimeSpan.FromHours(9));
        using HttpResponseMessage after = await client.GetAsync("/xapi/siteConfig/buildInfo");
        Assert.Equal(start.AddHours(9), after.Headers.Date);
    }
}
