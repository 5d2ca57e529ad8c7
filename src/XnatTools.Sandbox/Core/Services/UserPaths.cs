using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Services;

/// <summary>The legacy half's paths about users and their sessions (specification 2.2 and 3).</summary>
internal static class UserPaths
{
    internal static void Add(LegacyRouter router, SessionStore sessions)
    {
        router.Add("users", List);
        router.Add("user/{U}/sessions", call => Sessions(call, sessions));
    }

    private static IResult List(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            if (!call.Caller.IsAdmin && call.State.SiteConfig["restrictUserListAccessToAdmins"]?.ToString() == "true")
            {
                return Answer.HtmlError(403);
            }

            Table table = new("xdat_user_id", "login", "firstname", "lastname", "email");
            foreach (SandboxUser user in call.State.Users.Where(u => u.Enabled).OrderBy(u => u.LastName, System.StringComparer.Ordinal))
            {
                table.Add(user.Id.ToString(CultureInfo.InvariantCulture), user.Name, user.FirstName, user.LastName, user.Email);
            }

            return TableFormats.Answer(call, table);
        }
    }

    private static IResult Sessions(LegacyCall call, SessionStore sessions)
    {
        string user = call["U"];
        if (call.Caller.Name != user && !call.Caller.IsAdmin)
        {
            return Answer.HtmlError(403);
        }

        IReadOnlyList<string> open = sessions.Of(user);
        if (HttpMethods.IsDelete(call.Method))
        {
            foreach (string id in open)
            {
                sessions.End(id);
            }

            return Answer.Empty();
        }

        return Answer.Json(new Dictionary<string, int> { [user] = open.Count });
    }
}
