using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Sandbox.Demo;

/// <summary>Settings of the plugin that an administrator would leave alone: nobody waits five minutes for a second try in a demonstration.</summary>
internal static class DemoSettings
{
    public static async Task HurryAsync(SandboxHost host, CancellationToken cancellationToken)
    {
        using HttpClient administrator = new() { BaseAddress = host.Url };
        administrator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("admin:admin")));
        using HttpResponseMessage answer = await administrator.PostAsJsonAsync(
            "/xapi/dqr/settings",
            new { dqrWaitToRetryRequestInSeconds = "1", dqrMaxPacsRequestAttempts = "3" },
            cancellationToken).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }
}
