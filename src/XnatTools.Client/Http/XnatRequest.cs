using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text;

namespace XnatTools.Client;

/// <summary>
/// One call: a verb, a path template with its values, and how its answer is to be understood. Only the template is ever
/// shown to anybody.
/// </summary>
internal sealed class XnatRequest
{
    private readonly List<KeyValuePair<string, string>> _query = [];

    private XnatRequest(HttpMethod verb, string template, string path)
    {
        Verb = verb;
        Template = template;
        Path = path;
    }

    public HttpMethod Verb { get; }

    public string Template { get; }

    /// <summary>Escaped path, starting with a slash, without the site's context path.</summary>
    public string Path { get; }

    public XnatAnswer Answer { get; init; } = XnatAnswer.Json;

    public XnatSubjectOfCall About { get; init; }

    /// <summary>Number of the PACS the call names; it is no secret and helps the message.</summary>
    public long? PacsId { get; init; }

    /// <summary>True when the server works during the call, so that it may take minutes.</summary>
    public bool IsLong { get; init; }

    /// <summary>True for a POST that only reads (queries): a lost answer then leaves no doubt about the server's state.</summary>
    public bool ReadsOnly { get; init; }

    /// <summary>True where 301 and 303 carry the result.</summary>
    public bool RedirectIsResult { get; init; }

    /// <summary>True where 304 means that nothing had to be changed.</summary>
    public bool UnchangedIsFine { get; init; }

    /// <summary>Makes the body, anew for each try.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>
    /// Makes a body that is produced while it is sent and may take hours. It is given an action to call whenever bytes went out:
    /// only silence counts against the deadline then.
    /// </summary>
    public Func<Action, HttpContent>? StreamedBody { get; init; }

    /// <summary>First so many bytes of a file only, where the server can; 0 for all.</summary>
    public int FirstBytes { get; init; }

    /// <summary>True when nothing at the server changes, so that a lost answer does no harm.</summary>
    public bool IsSafe => Verb == HttpMethod.Get || ReadsOnly;

    /// <summary>Verb and template, for messages.</summary>
    public string Label => Verb.Method + " " + Template;

    /// <summary>Fills a template such as <c>/data/projects/{project}</c>, in order. Values are escaped as single segments.</summary>
    public static (string Template, string Path) Fill(string template, params string[] values)
    {
        StringBuilder path = new(template.Length + 32);
        int next = 0;
        int from = 0;
        while (true)
        {
            int open = template.IndexOf('{', from);
            if (open < 0)
            {
                path.Append(template, from, template.Length - from);
                break;
            }

            int close = template.IndexOf('}', open);
            path.Append(template, from, open - from);
            path.Append(Segment(values[next++]));
            from = close + 1;
        }

        return (template, path.ToString());
    }

    public static XnatRequest Get(string template, params string[] values) => Make(HttpMethod.Get, template, values);

    public static XnatRequest Make(HttpMethod verb, string template, params string[] values) => new(verb, template, Fill(template, values).Path);

    public static XnatRequest Make(HttpMethod verb, string template, string[] values, Func<HttpContent>? body, XnatAnswer answer, XnatSubjectOfCall about, bool isLong = false, bool readsOnly = false, bool redirectIsResult = false, bool unchangedIsFine = false, long? pacsId = null) =>
        new(verb, template, Fill(template, values).Path)
        {
            Body = body,
            Answer = answer,
            About = about,
            IsLong = isLong,
            ReadsOnly = readsOnly,
            RedirectIsResult = redirectIsResult,
            UnchangedIsFine = unchangedIsFine,
            PacsId = pacsId,
        };

    /// <summary>A POST whose body is produced while it is sent.</summary>
    public static XnatRequest Upload(string template, Func<Action, HttpContent> body, XnatSubjectOfCall about) =>
        new(HttpMethod.Post, template, Fill(template).Path) { StreamedBody = body, Answer = XnatAnswer.Text, About = about, IsLong = true };

    /// <summary>A GET of the first bytes of a file whose path the server itself gave.</summary>
    public static XnatRequest Head(string template, string path, int bytes) => new(HttpMethod.Get, template, path) { Answer = XnatAnswer.Bytes, FirstBytes = bytes };

    /// <summary>A GET of a path that the server itself gave, already escaped.</summary>
    public static XnatRequest AtPath(string template, string path, XnatAnswer answer) => new(HttpMethod.Get, template, path) { Answer = answer };

    /// <summary>Adds a query parameter; null adds nothing.</summary>
    public XnatRequest With(string name, string? value)
    {
        if (value is not null)
        {
            _query.Add(new KeyValuePair<string, string>(name, value));
        }

        return this;
    }

    public string PathAndQuery()
    {
        if (_query.Count == 0)
        {
            return Path;
        }

        StringBuilder text = new(Path);
        char separator = '?';
        foreach (KeyValuePair<string, string> entry in _query)
        {
            text.Append(separator).Append(Uri.EscapeDataString(entry.Key)).Append('=').Append(Uri.EscapeDataString(entry.Value));
            separator = '&';
        }

        return text.ToString();
    }

    /// <summary>
    /// XNAT routes by the longest matching prefix, so a blank or dotted segment would silently reach another resource. It
    /// also HTML-escapes path values, so these five characters can never match; a slash would split the segment.
    /// </summary>
    private static string Segment(string value)
    {
        if (string.IsNullOrWhiteSpace(value) || value is "." or ".." || value.IndexOfAny(s_forbidden) >= 0)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "A name in the address is blank or has a character that XNAT cannot have there (slash, backslash, &, <, >, quote).");
        }

        return Uri.EscapeDataString(value);
    }

    private static readonly char[] s_forbidden = ['/', '\\', '&', '<', '>', '"', '\''];
}
