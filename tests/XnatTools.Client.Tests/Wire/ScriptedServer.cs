using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client.Tests;

/// <summary>A server made of a list of rules: the first that fits the request answers. It remembers what it was asked.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private readonly List<(string Verb, string Path, Func<ScriptedCall, HttpResponseMessage> Answer)> _rules = [];

    public ConcurrentQueue<ScriptedCall> Calls { get; } = new();

    public Func<ScriptedCall, CancellationToken, Task>? Before { get; set; }

    /// <summary>A rule; a path that ends with * fits everything that begins with it. Later rules win.</summary>
    public ScriptedServer On(string verb, string path, Func<ScriptedCall, HttpResponseMessage> answer)
    {
        _rules.Insert(0, (verb, path, answer));
        return this;
    }

    public ScriptedServer On(string verb, string path, int status, string body = "", string type = "application/json") =>
        On(verb, path, _ => Answer(status, body, type));

    /// <summary>Login, user, build and plugins as a sound site has them.</summary>
    public ScriptedServer AsXnat(string? dqr = "2.1.0")
    {
        int logins = 0;
        On("POST", "/data/JSESSION", _ =>
        {
            string id = "S" + Interlocked.Increment(ref logins);
            HttpResponseMessage answer = Answer(200, id, "text/plain");
            answer.Headers.Add("Set-Cookie", $"JSESSIONID={id}; Path=/; Secure; HttpOnly");
            return answer;
        });
        On("DELETE", "/data/JSESSION", 200);
        On("GET", "/xapi/users/username", 200, "jdoe", "text/plain");
        On("GET", "/xapi/siteConfig/buildInfo", 200, """{"version":"1.8.10-RC1","buildNumber":"7"}""");
        On("GET", "/xapi/plugins", 200, dqr is null ? "{}" : """{"dicom-query-retrieve":{"id":"dicom-query-retrieve","name":"DQR","version":"V"}}""".Replace("\"V\"", "\"" + dqr + "\""));
        return this;
    }

    public static HttpResponseMessage Answer(int status, string body = "", string type = "application/json")
    {
        HttpResponseMessage answer = new((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return answer;
    }

    public int Count(string verb, string path)
    {
        int count = 0;
        foreach (ScriptedCall call in Calls)
        {
            count += call.Verb == verb && call.Path == path ? 1 : 0;
        }

        return count;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ScriptedCall call = new(
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            request.RequestUri.Query,
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
            request.Content?.Headers.ContentType?.MediaType,
            request.Headers.TryGetValues("Cookie", out IEnumerable<string>? cookies) ? string.Join("; ", cookies) : null,
            request.Headers.Authorization?.ToString(),
            request.Headers.TryGetValues("User-Agent", out IEnumerable<string>? agents) ? string.Join(" ", agents) : null);
        Calls.Enqueue(call);
        if (Before is not null)
        {
            await Before(call, cancellationToken);
        }

        foreach ((string verb, string path, Func<ScriptedCall, HttpResponseMessage> answer) in _rules)
        {
            bool fits = path.EndsWith('*') ? call.Path.StartsWith(path[..^1], StringComparison.Ordinal) : call.Path == path;
            if (fits && verb == call.Verb)
            {
                HttpResponseMessage response = answer(call);
                response.RequestMessage = request;
                return response;
            }
        }

        return Answer(404, "<html><body><h3>Not Found</h3></body></html>", "text/html");
    }
}
