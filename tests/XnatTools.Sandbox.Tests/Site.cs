using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace XnatTools.Sandbox.Tests;

/// <summary>A plain HTTP client of a sandbox, so that the wire is judged without our own typed client.</summary>
internal static class Site
{
    internal static HttpClient Client(SandboxHost host, string? user = null, string? password = null, string agent = "SandboxTests/1.0")
    {
        HttpClient client = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false })
        {
            BaseAddress = host.Url,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        if (user is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }

        return client;
    }
}
