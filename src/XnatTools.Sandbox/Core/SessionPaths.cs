using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core;

/// <summary>/data/JSESSION, /data/services/auth, /data/auth, /xapi/users/username.</summary>
internal static class SessionPaths
{
    internal static void Map(WebApplication app, AuthMiddleware auth, SessionStore sessions)
    {
        app.MapGet("/xapi/users/username", (HttpContext http) => Answer.Text(http.Caller().Name));
        foreach (string root in new[] { "/data", "/REST" })
        {
            app.MapMethods(root + "/JSESSION", ["GET", "POST", "PUT"], (HttpContext http) => Answer.Text(IdText(http)));
            app.MapDelete(root + "/JSESSION", (HttpContext http) =>
            {
                auth.Logout(http);
                return Answer.Text("");
            });
            app.MapMethods(root + "/services/auth", ["POST", "PUT"], (Delegate)((HttpContext http) => LoginAsync(http, auth, sessions)));
            app.MapGet(root + "/auth", (HttpContext http) => Answer.Text(
                $"User '{http.Caller().Name}' is logged in" + (http.Request.Query.ContainsKey("CSRF") ? "; XNAT_CSRF=" + AuthMiddleware.SessionOf(http)!.Csrf : "")));
        }
    }

    private static string IdText(HttpContext http)
    {
        HttpSession session = AuthMiddleware.SessionOf(http)!;
        return http.Request.Query.ContainsKey("CSRF") ? $"{session.Id}; XNAT_CSRF={session.Csrf}" : session.Id;
    }

    private static async Task<IResult> LoginAsync(HttpContext http, AuthMiddleware auth, SessionStore sessions)
    {
        IFormCollection form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : FormCollection.Empty;
        string? Field(params string[] names) => names.Select(n => (string?)form[n] ?? http.Request.Query[n]).FirstOrDefault(v => v is not null);
        string? user = Field("username", "j_username");
        string? password = Field("password", "j_password");
        if (Field("provider", "login_method") is string provider && provider is not ("localdb" or "Database"))
        {
            return Answer.HtmlError(400, "Unknown authenticator id");
        }

        if (user is null || password is null || sessions.Login(user, password) is not SandboxUser account)
        {
            return Answer.Text("Authentication failed.", 401);
        }

        auth.Logout(http);
        HttpSession session = sessions.Create(account.Name);
        auth.Adopt(http, session);
        return Answer.Text(session.Id);
    }
}
