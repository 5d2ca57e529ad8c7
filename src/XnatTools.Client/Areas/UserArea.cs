using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>Users of the site.</summary>
public sealed class UserArea
{
    private readonly XnatHttp _http;

    internal UserArea(XnatHttp http) => _http = http;

    /// <summary>GET /xapi/users/username: who the server takes us for.</summary>
    public async Task<string> NameAsync(CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Make(HttpMethod.Get, "/xapi/users/username", [], null, XnatAnswer.Text, XnatSubjectOfCall.Login), cancellationToken).ConfigureAwait(false);
        string name = response.Text().Trim().Trim('"');
        return name.Length is > 0 and < 256 && name.IndexOf('\n') < 0
            ? name
            : throw ErrorMap.Make(response.Request, XnatErrorCode.UnexpectedResponse, "The server does not say who we are.", response.Status);
    }

    /// <summary>Login names of the site's users. A site may keep the list for administrators: then PermissionDenied.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Get("/xapi/users"), cancellationToken).ConfigureAwait(false);
        using JsonDocument json = JsonRead.Parse(response);
        return Names(json.RootElement);
    }

    /// <summary>Site roles of a user, such as Administrator and Dqr; own roles, or any as an administrator.</summary>
    public async Task<IReadOnlyList<string>> RolesAsync(string user, CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Get("/xapi/users/{user}/roles", user), cancellationToken).ConfigureAwait(false);
        if (response.Status == 204)
        {
            return [];
        }

        using JsonDocument json = JsonRead.Parse(response);
        return Names(json.RootElement);
    }

    /// <summary>True when a user of that login name exists (compared as XNAT does, ignoring case).</summary>
    public async Task<bool> ExistsAsync(string login, CancellationToken cancellationToken)
    {
        foreach (string name in await ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (string.Equals(name, login, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> Names(JsonElement root)
    {
        List<string> names = [];
        foreach (JsonElement item in root.Items())
        {
            string? name = item.ValueKind == JsonValueKind.Object ? item.Text("username", "login") : JsonRead.AsText(item);
            if (name is not null)
            {
                names.Add(name);
            }
        }

        return names;
    }
}
