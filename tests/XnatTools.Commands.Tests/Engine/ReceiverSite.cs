using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace XnatTools.Commands.Tests;

/// <summary>A site in front of the sandbox that tells of one receiver of the test's own making, and passes on all else.</summary>
internal sealed class ReceiverSite : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _site;
    private readonly byte[] _receivers;
    private readonly Task _loop;

    public ReceiverSite(Uri site, string aeTitle, int port)
    {
        _site = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = site };
        _receivers = Encoding.UTF8.GetBytes($$"""[{"id":1,"aeTitle":"{{aeTitle}}","port":{{port}},"enabled":true,"identifier":"dicomObjectIdentifier"}]""");
        using (Socket free = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Url = new Uri($"http://localhost:{((IPEndPoint)free.LocalEndPoint!).Port}/");
        }

        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _loop = Task.Run(RunAsync);
    }

    public Uri Url { get; }

    public void Dispose()
    {
        _listener.Close();
        _loop.Wait(TimeSpan.FromSeconds(5));
        _site.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = PassAsync(context);
        }
    }

    private async Task PassAsync(HttpListenerContext context)
    {
        HttpListenerResponse answer = context.Response;
        if (context.Request.HttpMethod == "GET" && context.Request.Url!.AbsolutePath == "/xapi/dicomscp")
        {
            answer.ContentType = "application/json";
            await answer.OutputStream.WriteAsync(_receivers);
            answer.Close();
            return;
        }

        using HttpRequestMessage request = new(new HttpMethod(context.Request.HttpMethod), context.Request.RawUrl);
        if (context.Request.HasEntityBody)
        {
            request.Content = new StreamContent(context.Request.InputStream);
        }

        foreach (string? name in context.Request.Headers.AllKeys)
        {
            if (name is "Authorization" or "Cookie" or "Accept" or "User-Agent")
            {
                request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
            }
            else if (name is "Content-Type")
            {
                request.Content?.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
            }
        }

        using HttpResponseMessage response = await _site.SendAsync(request);
        answer.StatusCode = (int)response.StatusCode;
        answer.ContentType = response.Content.Headers.ContentType?.ToString();
        if (response.Headers.TryGetValues("Set-Cookie", out System.Collections.Generic.IEnumerable<string>? cookies))
        {
            foreach (string cookie in cookies)
            {
                answer.AppendHeader("Set-Cookie", cookie);
            }
        }

        await response.Content.CopyToAsync(answer.OutputStream);
        answer.Close();
    }
}
