using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Xapi;

/// <summary>/xapi/users (specification 3).</summary>
internal static class UserXapi
{
    internal static void Map(WebApplication app, SandboxContext context, SessionStore sessions)
    {
        SandboxState state = context.State;
        app.MapGet("/xapi/users/profile", (HttpContext http) => Answer.Json(Shape(http.Caller().User)));
        app.MapGet("/xapi/users", (HttpContext http) => Listed(http, state, users => users.Select(u => u.Name).ToArray()));
        app.MapGet("/xapi/users/profiles", (HttpContext http) => Listed(http, state, users => users.Select(Shape).ToArray()));
        app.MapGet("/xapi/users/current", (HttpContext http) => Listed(http, state, users => users.Where(u => u.Enabled).Select(Shape).ToArray()));
        app.MapGet("/xapi/users/profile/{u}", (HttpContext http) => Listed(http, state, _ => Shape(Find(http, state))));
        app.MapGet("/xapi/users/{u}", (HttpContext http) => Own(http, state, user => Answer.Json(Shape(user))));
        app.MapPost("/xapi/users", (Delegate)((HttpContext http) => CreateAsync(http, context)));
        app.MapPut("/xapi/users/{u}", (Delegate)((HttpContext http) => ChangeAsync(http, context)));
        app.MapGet("/xapi/users/{u}/enabled", (HttpContext http) => Own(http, state, user => Answer.Json(user.Enabled)));
        app.MapPut("/xapi/users/{u}/enabled/{v}", (HttpContext http) => Flag(http, context, u => u.Enabled, (u, v) => u.Enabled = v));
        app.MapGet("/xapi/users/{u}/verified", (HttpContext http) => Own(http, state, user => Answer.Json(user.Verified)));
        app.MapPut("/xapi/users/{u}/verified/{v}", (HttpContext http) => Flag(http, context, u => u.Verified, (u, v) => u.Verified = v));
        app.MapGet("/xapi/users/{u}/roles", (HttpContext http) => Own(http, state, user => Answer.Json(user.Roles)));
        app.MapGet("/xapi/users/{u}/groups", (HttpContext http) => Own(http, state, user => Answer.Json(user.Groups)));
        app.MapMethods("/xapi/users/{u}/roles/{role}", ["PUT", "DELETE"], (HttpContext http) =>
        {
            XapiCall.NeedAdmin(http);
            return Names(http, context, u => u.Roles, [XapiCall.Route(http, "role")]);
        });
        app.MapMethods("/xapi/users/{u}/roles", ["PUT", "DELETE"], (Delegate)(async (HttpContext http) =>
        {
            XapiCall.NeedAdmin(http);
            return Names(http, context, u => u.Roles, await NamesAsync(http));
        }));
        app.MapMethods("/xapi/users/{u}/groups/{group}", ["PUT", "DELETE"], (HttpContext http) => Groups(http, context, [XapiCall.Route(http, "group")]));
        app.MapMethods("/xapi/users/{u}/groups", ["PUT", "DELETE"], (Delegate)(async (HttpContext http) => Groups(http, context, await NamesAsync(http))));
        app.MapGet("/xapi/users/roles", (HttpContext http) =>
        {
            XapiCall.NeedAdmin(http);
            return Answer.Json(new[] { "Administrator", "DataManager", "DataAccess", "Dqr" });
        });
        app.MapGet("/xapi/users/roles/{role}", (HttpContext http) =>
        {
            XapiCall.NeedAdmin(http);
            return Listed(http, state, users => users.Where(u => u.Roles.Contains(XapiCall.Route(http, "role"), StringComparer.Ordinal)).Select(u => u.Name).ToArray());
        });
        app.MapGet("/xapi/users/rolemap", (HttpContext http) =>
        {
            XapiCall.NeedAdmin(http);
            return Listed(http, state, users => users.SelectMany(u => u.Roles.Select(r => (r, u.Name))).GroupBy(x => x.r).ToDictionary(g => g.Key, g => g.Select(x => x.Name).ToArray()));
        });
        app.MapGet("/xapi/users/projects", (HttpContext http) =>
        {
            lock (state.Sync)
            {
                return Answer.Json(state.Projects.Where(p => http.Caller().CanEdit(p.Id)).Select(p => p.Id).ToArray());
            }
        });
        app.MapGet("/xapi/users/authProviders", () => Answer.Json(new[] { new { id = "localdb", name = "Database", method = "localdb" } }));
        app.MapGet("/xapi/users/active/{u}", (HttpContext http) => Own(http, state, user => Answer.Json(sessions.Of(user.Name))));
        app.MapDelete("/xapi/users/active/{u}", (HttpContext http) => Own(http, state, user =>
        {
            IReadOnlyList<string> open = sessions.Of(user.Name);
            foreach (string id in open)
            {
                sessions.End(id);
            }

            return open.Count == 0 ? Answer.Empty(304) : Answer.Json(open);
        }));
        app.MapDelete("/xapi/access/cache/flush", () => Answer.Empty());
    }

    private static Dictionary<string, object?> Shape(SandboxUser user) => new()
    {
        ["id"] = user.Id,
        ["username"] = user.Name,
        ["firstName"] = user.FirstName,
        ["lastName"] = user.LastName,
        ["email"] = user.Email,
        ["enabled"] = user.Enabled,
        ["verified"] = user.Verified,
        ["secured"] = true,
        ["lastModified"] = user.LastModified,
        ["lastSuccessfulLogin"] = user.LastLogin ?? 0,
    };

    private static SandboxUser Find(HttpContext http, SandboxState state) =>
        state.Users.FirstOrDefault(u => u.Name == XapiCall.Route(http, "u")) ?? throw new XapiException(XapiFault.NotFound, "User");

    private static IResult Listed(HttpContext http, SandboxState state, Func<IEnumerable<SandboxUser>, object> shape)
    {
        lock (state.Sync)
        {
            bool restricted = state.SiteConfig["restrictUserListAccessToAdmins"]?.ToString() == "true";
            XapiCall.Need(!restricted || http.Caller().IsAdmin || http.Caller().User.Groups.Any(g => g.EndsWith("_owner", StringComparison.Ordinal)));
            return Answer.Json(shape(state.Users));
        }
    }

    private static IResult Own(HttpContext http, SandboxState state, Func<SandboxUser, IResult> answer)
    {
        lock (state.Sync)
        {
            XapiCall.Need(http.Caller().IsAdmin || http.Caller().Name == XapiCall.Route(http, "u"));
            return answer(Find(http, state));
        }
    }

    private static async Task<IResult> CreateAsync(HttpContext http, SandboxContext context)
    {
        XapiCall.NeedAdmin(http);
        JsonNode? json = await XapiCall.JsonAsync(http);
        string name = json?["username"]?.ToString() ?? "";
        lock (context.State.Sync)
        {
            if (name.Length == 0)
            {
                throw new XapiException(XapiFault.DataFormat, "A user name is required.");
            }

            if (context.State.Users.Any(u => u.Name == name))
            {
                throw new XapiException(XapiFault.AlreadyExists, "User exists.");
            }

            SandboxUser user = new() { Id = context.State.NextId("user"), Name = name };
            Apply(user, json!, context);
            context.State.Users.Add(user);
            return Answer.Json(Shape(user), 201);
        }
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, SandboxContext context)
    {
        XapiCall.NeedAdmin(http);
        JsonNode? json = await XapiCall.JsonAsync(http);
        lock (context.State.Sync)
        {
            SandboxUser user = Find(http, context.State);
            Apply(user, json!, context);
            return Answer.Json(Shape(user));
        }
    }

    private static void Apply(SandboxUser user, JsonNode json, SandboxContext context)
    {
        user.Password = json["password"]?.ToString() ?? user.Password;
        user.FirstName = json["firstName"]?.ToString() ?? user.FirstName;
        user.LastName = json["lastName"]?.ToString() ?? user.LastName;
        user.Email = json["email"]?.ToString() ?? user.Email;
        user.Enabled = json["enabled"]?.ToString() is string enabled ? enabled == "true" : user.Enabled;
        user.Verified = json["verified"]?.ToString() is string verified ? verified == "true" : user.Verified;
        user.LastModified = context.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        context.State.Changed();
    }

    private static IResult Flag(HttpContext http, SandboxContext context, Func<SandboxUser, bool> get, Action<SandboxUser, bool> set)
    {
        XapiCall.NeedAdmin(http);
        lock (context.State.Sync)
        {
            SandboxUser user = Find(http, context.State);
            bool value = XapiCall.Route(http, "v") == "true";
            if (get(user) == value)
            {
                return Answer.Empty(304);
            }

            set(user, value);
            context.State.Changed();
            return Answer.Json(value);
        }
    }

    private static async Task<string[]> NamesAsync(HttpContext http) =>
        await XapiCall.JsonAsync(http) is JsonArray array ? array.Select(n => n?.ToString() ?? "").ToArray() : [];

    private static IResult Groups(HttpContext http, SandboxContext context, string[] groups)
    {
        Caller caller = http.Caller();
        XapiCall.Need(groups.All(g => g.LastIndexOf('_') is int at and > 0 && caller.CanDelete(g[..at])));
        return Names(http, context, u => u.Groups, groups);
    }

    private static IResult Names(HttpContext http, SandboxContext context, Func<SandboxUser, List<string>> of, string[] names)
    {
        lock (context.State.Sync)
        {
            List<string> list = of(Find(http, context.State));
            foreach (string name in names)
            {
                list.Remove(name);
                if (HttpMethods.IsPut(http.Request.Method))
                {
                    list.Add(name);
                }
            }

            context.State.Changed();
            return Answer.Empty();
        }
    }
}
