using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Services;

/// <summary>Alias tokens (specification 2.5).</summary>
internal static class TokenPaths
{
    internal static void Add(LegacyRouter router)
    {
        router.Add("services/tokens/issue", call => Issue(call, call.Caller.Name));
        router.Add("services/tokens/issue/user/{U}", call => Issue(call, call["U"]));
        router.Add("services/tokens/show", call => Show(call, call.Caller.Name));
        router.Add("services/tokens/show/user/{U}", call => Show(call, call["U"]));
        router.Add("services/tokens/validate/{A}", call => Answer.HtmlError(401));
        router.Add("services/tokens/validate/{A}/{X}", Validate);
        router.Add("services/tokens/invalidate/{A}", Invalidate);
    }

    private static bool MayFor(LegacyCall call, string user) => call.Caller.Name == user || call.Caller.IsAdmin;

    private static IResult Issue(LegacyCall call, string user)
    {
        lock (call.State.Sync)
        {
            if (!MayFor(call, user))
            {
                return Answer.HtmlError(403);
            }

            if (!call.State.Users.Any(u => u.Name == user))
            {
                return Answer.HtmlError(404);
            }

            DateTimeOffset now = call.Context.Clock.GetUtcNow();
            SandboxToken token = new()
            {
                Id = call.State.NextId("token"),
                Alias = Guid.NewGuid().ToString(),
                Secret = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 64),
                User = user,
                Created = now,
                Expires = now + Interval.Parse(call.State.SiteConfig["aliasTokenTimeout"]?.ToString(), TimeSpan.FromDays(2)),
            };
            call.State.Tokens.Add(token);
            call.State.Changed();
            return Answer.Json(Shape(token));
        }
    }

    private static Dictionary<string, object> Shape(SandboxToken token) => new()
    {
        ["id"] = token.Id,
        ["enabled"] = true,
        ["created"] = token.Created.ToUnixTimeMilliseconds(),
        ["timestamp"] = token.Created.ToUnixTimeMilliseconds(),
        ["disabled"] = 0,
        ["alias"] = token.Alias,
        ["secret"] = token.Secret,
        ["xdatUserId"] = token.User,
        ["singleUse"] = token.SingleUse,
        ["estimatedExpirationTime"] = token.Expires.ToUnixTimeMilliseconds(),
    };

    private static IResult Show(LegacyCall call, string user)
    {
        lock (call.State.Sync)
        {
            return MayFor(call, user)
                ? Answer.Json(call.State.Tokens.Where(t => t.User == user && t.Expires > call.Context.Clock.GetUtcNow()).Select(Shape).ToArray())
                : Answer.HtmlError(403);
        }
    }

    private static IResult Validate(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            SandboxToken? token = call.State.Tokens.FirstOrDefault(t => t.Alias == call["A"]);
            if (token is null)
            {
                return Answer.HtmlError(404);
            }

            Dictionary<string, string> answer = [];
            if (token.Secret == call["X"] && token.Expires > call.Context.Clock.GetUtcNow())
            {
                answer["valid"] = token.User;
            }

            return Answer.Json(answer);
        }
    }

    private static IResult Invalidate(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            SandboxToken? token = call.State.Tokens.FirstOrDefault(t => t.Alias == call["A"]);
            if (token is null)
            {
                return Answer.HtmlError(404);
            }

            if (!MayFor(call, token.User))
            {
                return Answer.HtmlError(403);
            }

            call.State.Tokens.Remove(token);
            call.State.Changed();
            return Answer.Text("{\"result\": \"OK\"}", 200, "application/json");
        }
    }
}
