using System.Collections.Generic;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace XnatTools.Sandbox.Web;

/// <summary>Answers in XNAT's forms.</summary>
internal static class Answer
{
    /// <summary>Settings of the xapi half: null properties and null map values are left out.</summary>
    internal static readonly JsonSerializerOptions XapiJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNameCaseInsensitive = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    /// <summary>JSON of the xapi half.</summary>
    internal static IResult Json(object? value, int status = 200) => Results.Json(value, XapiJson, "application/json", status);

    internal static IResult Text(string text, int status = 200, string type = "text/plain") =>
        Results.Text(text, type + ";charset=UTF-8", Encoding.UTF8, status);

    /// <summary>One URI, as text/uri-list.</summary>
    internal static IResult Uri(string uri, int status = 200, bool line = false) =>
        Results.Text(line ? uri + "\r\n" : uri, "text/uri-list", Encoding.UTF8, status);

    internal static IResult Empty(int status = 200) => Results.StatusCode(status);

    /// <summary>
    /// An error page: Restlet's, which holds the message in an h3 element, or the container's, which holds it in h1 and title.
    /// </summary>
    internal static IResult HtmlError(int status, string? message = null, bool container = false)
    {
        string reason = ReasonPhrases.GetReasonPhrase(status);
        string text = WebUtility.HtmlEncode(message ?? reason);
        string page = container
            ? $"<!doctype html><html lang=\"en\"><head><title>HTTP Status {status} - {text}</title></head><body><h1>HTTP Status {status} - {text}</h1><hr class=\"line\" /></body></html>"
            : $"<html>\n<head>\n   <title>Status page</title>\n</head>\n<body>\n<h3>{text}</h3><p>You can get technical details <a href=\"http://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html\">here</a>.<br>\nPlease continue your visit at our <a href=\"/\">home page</a>.\n</p>\n</body>\n</html>\n";
        return Results.Text(page, "text/html;charset=UTF-8", Encoding.UTF8, status);
    }

    /// <summary>The login page that a browser ends at, with 200.</summary>
    internal static IResult LoginPage() => Results.Text(
        "<!DOCTYPE html>\n<html><head><title>XNAT</title></head><body id=\"page_body\"><form id=\"login_form\" name=\"form1\" method=\"post\" action=\"/login\">"
        + "<input type=\"text\" id=\"username\" name=\"username\"/><input type=\"password\" id=\"password\" name=\"password\"/></form></body></html>\n",
        "text/html;charset=UTF-8",
        Encoding.UTF8);

    /// <summary>A table in the ResultSet envelope: every value a string.</summary>
    internal static IResult Table(Table table) =>
        Results.Bytes(ResultSetWriter.Write(table), "application/json;charset=UTF-8");

    internal static IReadOnlyList<string> NoColumns { get; } = [];
}
