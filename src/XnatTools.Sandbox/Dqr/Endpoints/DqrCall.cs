using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>One call of an endpoint of the plugin: its parameters, and what its user may do.</summary>
internal sealed class DqrCall(HttpContext http, DqrRuntime dqr)
{
    private readonly Caller _caller = http.Caller();

    public HttpContext Http => http;

    public SandboxUser User => _caller.User;

    public CancellationToken Aborted => http.RequestAborted;

    public bool IsAdmin => _caller.IsAdmin;

    public bool IsDataAccess => _caller.IsDataAccess;

    /// <summary>True when the handler wrote the answer itself.</summary>
    public bool Written { get; private set; }

    public bool CanRead(string project) => _caller.CanRead(project);

    public bool CanEdit(string? project) => !string.IsNullOrEmpty(project) && _caller.CanEdit(project);

    public void Require(DqrRole role)
    {
        switch (role)
        {
            case DqrRole.Admin: Allow(_caller.IsAdmin); break;
            case DqrRole.DataAccess: Allow(_caller.IsDataAccess); break;
            case DqrRole.DataAdmin: Allow(_caller.IsDataAdmin); break;
            case DqrRole.Dqr: RequireDqr(null, edit: false); break;
        }
    }

    /// <summary>The DQR test: privileged users pass; others need the role (or the site's leave) and the right to the named project.</summary>
    public void RequireDqr(string? project, bool edit)
    {
        if (_caller.IsDataAccess)
        {
            return;
        }

        Allow((dqr.Settings.AllowAllUsers && User.Name != "guest") || _caller.HasRole("Dqr"));
        if (!string.IsNullOrEmpty(project))
        {
            Allow(edit ? _caller.CanEdit(project) : _caller.CanRead(project));
        }
    }

    public string Route(string name) => http.Request.RouteValues[name] as string ?? string.Empty;

    public long RouteNumber(string name)
        => long.TryParse(Route(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw WrongType(name);

    public string? Query(string name) => http.Request.Query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) ? values.ToString() : null;

    public long QueryNumber(string name, long otherwise)
        => Query(name) is not string text ? otherwise
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw WrongType(name);

    /// <summary>A parameter of the query or of the form.</summary>
    public string? Parameter(IFormCollection? form, string name)
        => Query(name) ?? (form is not null && form.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) ? values.ToString() : null);

    public long RequiredNumber(IFormCollection? form, string name)
    {
        string text = Parameter(form, name) ?? throw new XapiException(XapiFault.MissingParameter, $"Required long parameter '{name}' is not present");
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw WrongType(name);
    }

    public async Task<IFormCollection?> FormAsync()
        => http.Request.HasFormContentType ? await http.Request.ReadFormAsync(Aborted).ConfigureAwait(false) : null;

    public async Task<byte[]> FileAsync(IFormCollection? form, string part)
    {
        IFormFile file = form?.Files[part] ?? throw new XapiException(XapiFault.WrongRequest, $"Required request part '{part}' is not present");
        using MemoryStream content = new();
        await file.CopyToAsync(content, Aborted).ConfigureAwait(false);
        return content.ToArray();
    }

    public async Task<string> BodyAsync()
    {
        using StreamReader reader = new(http.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(Aborted).ConfigureAwait(false);
    }

    public async Task WriteBytesAsync(byte[] content)
    {
        Written = true;
        http.Response.ContentType = "application/octet-stream";
        await http.Response.Body.WriteAsync(content, Aborted).ConfigureAwait(false);
    }

    private static void Allow(bool allowed)
    {
        if (!allowed)
        {
            throw new XapiException(XapiFault.Forbidden);
        }
    }

    private static XapiException WrongType(string name)
        => new(XapiFault.WrongRequest, $"Failed to convert value of type 'java.lang.String' to required type 'long' for '{name}'");
}
