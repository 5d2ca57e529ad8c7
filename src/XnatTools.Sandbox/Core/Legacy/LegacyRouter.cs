using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Legacy;

/// <summary>
/// Routes /data and /REST as Restlet does: by prefix, best match. What is left over of the path is handed to the matched
/// resource, so that a mistyped tail is often answered by a shorter route instead of 404 (specification 1.1).
/// </summary>
internal sealed class LegacyRouter
{
    private static readonly string[] s_noTwin = ["prearchive", "services", "config", "user", "JSESSION", "auth"];
    private readonly List<(string[] Pattern, Func<LegacyCall, Task<IResult>> Handler)> _routes = [];
    private readonly SandboxContext _context;

    internal LegacyRouter(SandboxContext context) => _context = context;

    /// <summary>Adds a route; {X} in the pattern takes one segment.</summary>
    internal void Add(string pattern, Func<LegacyCall, Task<IResult>> handler) => _routes.Add((pattern.Split('/'), handler));

    internal void Add(string pattern, Func<LegacyCall, IResult> handler) => Add(pattern, call => Task.FromResult(handler(call)));

    internal void Map(WebApplication app)
    {
        app.Map("/data/{**path}", (Delegate)((HttpContext http) => AnswerAsync(http)));
        app.Map("/REST/{**path}", (Delegate)((HttpContext http) => AnswerAsync(http)));
    }

    private async Task<IResult> AnswerAsync(HttpContext http)
    {
        string[] path = http.Request.Path.Value!.Split('/').Skip(2).ToArray();
        if (path.Length > 0 && path[^1].Length == 0)
        {
            path = path[..^1];
        }

        if (path.Length > 1 && path[0] == "archive")
        {
            if (s_noTwin.Contains(path[1], StringComparer.Ordinal))
            {
                return Answer.HtmlError(404);
            }

            path = path[1..];
        }

        string[]? best = null;
        Func<LegacyCall, Task<IResult>>? handler = null;
        foreach ((string[] pattern, Func<LegacyCall, Task<IResult>> candidate) in _routes)
        {
            if (Matches(pattern, path) && (best is null || Better(pattern, best)))
            {
                best = pattern;
                handler = candidate;
            }
        }

        if (best is null)
        {
            return Answer.HtmlError(404);
        }

        LegacyCall call = new(http, _context) { Rest = string.Join('/', path.Skip(best.Length)) };
        for (int i = 0; i < best.Length; i++)
        {
            if (best[i][0] == '{')
            {
                call.Values[best[i][1..^1]] = path[i].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
                    .Replace("[SLASH]", "/", StringComparison.Ordinal).Replace("[COMMA]", ",", StringComparison.Ordinal);
            }
        }

        await call.ReadFormAsync().ConfigureAwait(false);
        return await handler!(call).ConfigureAwait(false);
    }

    private static bool Matches(string[] pattern, string[] path)
    {
        if (path.Length < pattern.Length)
        {
            return false;
        }

        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i][0] != '{' && pattern[i] != path[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool Better(string[] pattern, string[] best) =>
        pattern.Length > best.Length
        || (pattern.Length == best.Length && pattern.Count(p => p[0] != '{') > best.Count(p => p[0] != '{'));
}
