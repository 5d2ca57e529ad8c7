using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Upload.Tests;

/// <summary>A proxy that lets bodies without a length fall away, as some do.</summary>
internal sealed class BodyEater(Action eaten) : DelegatingHandler(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath.EndsWith("/services/import", StringComparison.Ordinal) && request.Content?.Headers.ContentLength is null)
        {
            eaten();
            return new HttpResponseMessage(HttpStatusCode.BadRequest)
            {
                RequestMessage = request,
                Content = new StringContent("<html><h3>File posts must include the file directly as the body of the message.</h3></html>"),
            };
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
