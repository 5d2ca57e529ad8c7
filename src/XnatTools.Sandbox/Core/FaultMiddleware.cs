using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core;

/// <summary>Faults of the way between client and XNAT.</summary>
internal sealed class FaultMiddleware
{
    private readonly SandboxContext _context;

    internal FaultMiddleware(SandboxContext context) => _context = context;

    internal async Task InvokeAsync(HttpContext http, Func<Task> next)
    {
        string path = http.Request.Path.Value ?? "/";
        string method = http.Request.Method;
        if (path.StartsWith("/sandbox", StringComparison.Ordinal))
        {
            await next().ConfigureAwait(false);
            return;
        }

        if (_context.Faults.TakeFault(FaultNames.Slow, path, method) is SandboxFault slow)
        {
            await Task.Delay(slow.DelayMs, http.RequestAborted).ConfigureAwait(false);
        }

        if (_context.Faults.Take(FaultNames.Cut, path, method))
        {
            http.Abort();
        }
        else if (_context.Faults.TakeFault(FaultNames.Gateway, path, method) is SandboxFault gateway)
        {
            int status = int.TryParse(gateway.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int wanted) ? wanted : 502;
            await Answer.HtmlError(status, null, container: true).ExecuteAsync(http).ConfigureAwait(false);
        }
        else if (_context.Faults.Take(FaultNames.LoginPage, path, method))
        {
            await Answer.LoginPage().ExecuteAsync(http).ConfigureAwait(false);
        }
        else if (_context.Faults.Take(FaultNames.CutAfter, path, method))
        {
            http.Response.Body = Stream.Null;
            await next().ConfigureAwait(false);
            http.Abort();
        }
        else if (_context.Faults.Take(FaultNames.CutBody, path, method))
        {
            await HalfAsync(http, next).ConfigureAwait(false);
        }
        else
        {
            await next().ConfigureAwait(false);
        }
    }

    private static async Task HalfAsync(HttpContext http, Func<Task> next)
    {
        Stream body = http.Response.Body;
        using MemoryStream whole = new();
        http.Response.Body = whole;
        await next().ConfigureAwait(false);
        http.Response.Body = body;
        http.Response.ContentLength = null;
        await body.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length / 2)).ConfigureAwait(false);
        await body.FlushAsync().ConfigureAwait(false);
        http.Abort();
    }
}
