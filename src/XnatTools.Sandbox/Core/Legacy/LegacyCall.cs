using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Legacy;

/// <summary>One call of the legacy half: its path's parts, its parameters, its caller.</summary>
internal sealed class LegacyCall
{
    private IFormCollection _form = FormCollection.Empty;

    internal LegacyCall(HttpContext http, SandboxContext context)
    {
        Http = http;
        Context = context;
        Caller = http.Caller();
    }

    internal HttpContext Http { get; }

    internal SandboxContext Context { get; }

    internal SandboxState State => Context.State;

    internal Caller Caller { get; }

    internal string Method => Http.Request.Method;

    internal bool IsGet => HttpMethods.IsGet(Method) || HttpMethods.IsHead(Method);

    /// <summary>Values of the pattern's names.</summary>
    internal Dictionary<string, string> Values { get; } = [];

    /// <summary>What was left over of the path: XNAT's "file path".</summary>
    internal string Rest { get; set; } = "";

    internal string this[string name] => Values[name];

    /// <summary>The last value of a query or form parameter; null when there is none.</summary>
    internal string? Param(string name) => All(name).LastOrDefault();

    internal string? Param(params string[] names) => names.Select(n => Param(n)).FirstOrDefault(v => !string.IsNullOrEmpty(v));

    /// <summary>Every value of a query or form parameter.</summary>
    internal IEnumerable<string> All(string name)
    {
        StringValues query = Http.Request.Query[name];
        StringValues form = _form[name];
        return query.Concat(form).Select(v => v ?? "");
    }

    /// <summary>Every query and form parameter.</summary>
    internal IEnumerable<KeyValuePair<string, StringValues>> Params() => Http.Request.Query.Concat(_form);

    /// <summary>A boolean parameter: true when present and neither false nor 0.</summary>
    internal bool Flag(string name, bool fallback = false) => Param(name) is not string value
        ? fallback
        : !string.Equals(value, "false", StringComparison.OrdinalIgnoreCase) && value != "0";

    /// <summary>The format asked for by name, else by Accept; null when neither says.</summary>
    internal string? Format()
    {
        string format = Param("format") ?? "";
        if (format.Length > 0)
        {
            return format switch { "application/json" => "json", "text/xml" or "application/xml" => "xml", "application/zip" => "zip", _ => format };
        }

        string accept = Http.Request.Headers.Accept.ToString();
        if (accept.Contains("application/json", StringComparison.Ordinal))
        {
            return "json";
        }

        return accept.Contains("text/xml", StringComparison.Ordinal) || accept.Contains("application/xml", StringComparison.Ordinal) ? "xml"
            : accept.Contains("application/zip", StringComparison.Ordinal) ? "zip"
            : accept.Contains("text/html", StringComparison.Ordinal) ? "html" : null;
    }

    /// <summary>Reads a form, when the request has one.</summary>
    internal async Task ReadFormAsync()
    {
        if (Http.Request.HasFormContentType && !(Http.Request.ContentType ?? "").StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            _form = await Http.Request.ReadFormAsync(Http.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Fields of a multipart form that was read elsewhere.</summary>
    internal void AddForm(IFormCollection form) => _form = form;

    internal async Task<string> BodyAsync()
    {
        using System.IO.StreamReader reader = new(Http.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(Http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>
    /// The answer to a resource object that could not be made: XNAT turns it into a bare 404 whatever status was meant
    /// (specification 1.6), unless the sandbox is told otherwise.
    /// </summary>
    internal IResult ConstructorError(int status, string? message = null) =>
        Context.Options.ConstructorErrorsAreNotFound ? Answer.HtmlError(404) : Answer.HtmlError(status, message);

    internal static IResult NotAllowed() => Answer.HtmlError(405);
}
