using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>Projects and their users.</summary>
public sealed class ProjectArea
{
    private readonly XnatHttp _http;
    private readonly UserArea _users;

    internal ProjectArea(XnatHttp http, UserArea users)
    {
        _http = http;
        _users = users;
    }

    /// <summary>GET /data/projects: those this user can see.</summary>
    public async Task<IReadOnlyList<XnatProject>> ListAsync(CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Get("/data/projects").With("format", "json"), cancellationToken).ConfigureAwait(false);
        List<XnatProject> projects = [];
        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            projects.Add(new XnatProject
            {
                Id = row.Text("ID") ?? "",
                Name = row.Text("name") ?? row.Text("ID") ?? "",
                RunningTitle = row.Text("secondary_ID"),
                Description = row.Text("description"),
                Investigator = row.Text("pi") ?? FullName(row.Text("pi_firstname"), row.Text("pi_lastname")),
            });
        }

        return projects;
    }

    /// <summary>One project with its accessibility and prearchive code. NotFound also where the right to read is missing.</summary>
    public async Task<XnatProject> GetAsync(string project, CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Get("/data/projects/{project}", project).With("format", "json"), cancellationToken).ConfigureAwait(false);
        using JsonDocument json = JsonRead.Parse(response);
        if (!json.RootElement.Find("items", out JsonElement items) || items.ValueKind != JsonValueKind.Array || items.GetArrayLength() == 0 || !items[0].Find("data_fields", out JsonElement fields))
        {
            throw ErrorMap.Make(response.Request, XnatErrorCode.UnexpectedResponse, "The answer is no project.", response.Status);
        }

        string? first = null;
        string? last = null;
        if (items[0].Find("children", out JsonElement children))
        {
            foreach (JsonElement child in children.Items())
            {
                if (child.Text("field") is string field && field.IndexOf("PI", StringComparison.Ordinal) >= 0 && child.Find("items", out JsonElement people))
                {
                    foreach (JsonElement person in people.Items())
                    {
                        if (person.Find("data_fields", out JsonElement name))
                        {
                            first = name.Text("firstname");
                            last = name.Text("lastname");
                        }
                    }
                }
            }
        }

        string id = fields.Text("ID") ?? project;
        return new XnatProject
        {
            Id = id,
            Name = fields.Text("name") ?? id,
            RunningTitle = fields.Text("secondary_ID"),
            Description = fields.Text("description"),
            Investigator = FullName(first ?? fields.Text("PI/firstname"), last ?? fields.Text("PI/lastname")),
            Accessibility = await TryAsync(AccessibilityAsync(project, cancellationToken)).ConfigureAwait(false),
            PrearchiveCode = await TryCodeAsync(project, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Whether this user may put sessions into the project; null when the server does not tell.</summary>
    public async Task<bool?> MayEditAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            XnatRequest request = XnatRequest.Get("/data/projects").With("permissions", "edit").With("dataType", "xnat:subjectData").With("format", "json");
            XnatResponse response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            using JsonDocument json = JsonRead.Parse(response);
            foreach (JsonElement row in ResultSet.Rows(json, response))
            {
                if (string.Equals(row.Text("id") ?? row.Text("ID"), project, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
        catch (XnatException error) when (!error.Code.IsTerminating)
        {
            return null;
        }
    }

    /// <summary>private, protected or public.</summary>
    public async Task<string> AccessibilityAsync(string project, CancellationToken cancellationToken) =>
        (await TextAsync(HttpMethod.Get, "/data/projects/{project}/accessibility", [project], cancellationToken).ConfigureAwait(false)).ToLowerInvariant();

    /// <summary>Sets private, protected or public. Needs the right to delete the project.</summary>
    public Task SetAccessibilityAsync(string project, string accessibility, CancellationToken cancellationToken) => accessibility is "private" or "protected" or "public"
        ? SendAsync(HttpMethod.Put, "/data/projects/{project}/accessibility/{value}", [project, accessibility], cancellationToken)
        : throw new XnatException(XnatErrorCode.ArgumentInvalid, "Accessibility is private, protected or public.");

    /// <summary>0 hold in the prearchive, 4 archive, 5 archive and overwrite.</summary>
    public async Task<int> PrearchiveCodeAsync(string project, CancellationToken cancellationToken)
    {
        string text = await TextAsync(HttpMethod.Get, "/data/projects/{project}/prearchive_code", [project], cancellationToken).ConfigureAwait(false);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int code) ? code
            : throw new XnatException(XnatErrorCode.UnexpectedResponse, "The prearchive code of the project is no number (GET /data/projects/{project}/prearchive_code).");
    }

    /// <summary>Sets 0, 4 or 5.</summary>
    public Task SetPrearchiveCodeAsync(string project, int code, CancellationToken cancellationToken) => code is 0 or 4 or 5
        ? SendAsync(HttpMethod.Put, "/data/projects/{project}/prearchive_code/{value}", [project, code.ToString(CultureInfo.InvariantCulture)], cancellationToken)
        : throw new XnatException(XnatErrorCode.ArgumentInvalid, "The prearchive code is 0, 4 or 5.");

    /// <summary>
    /// Makes a project, private unless asked otherwise, and reads it back. XNAT's length limits exist only in its web page, so
    /// they are checked here. An id that a deleted project had is PermissionDenied.
    /// </summary>
    public async Task<XnatProject> CreateAsync(XnatProjectDefinition project, CancellationToken cancellationToken)
    {
        if (!Regex.IsMatch(project.Id, "^[A-Za-z0-9_-]{1,32}$", RegexOptions.CultureInvariant) || project.RunningTitle?.Length > 24 || project.Name?.Length > 199)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "A project id has up to 32 letters, digits, _ and -; a running title up to 24 characters; a title up to 199.");
        }

        // The server would change an existing project in silence.
        bool exists = true;
        try
        {
            await _http.SendAsync(XnatRequest.Get("/data/projects/{project}", project.Id).With("format", "json"), cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException error) when (error.Code == XnatErrorCode.NotFound || error.Code == XnatErrorCode.PermissionDenied)
        {
            exists = false;
        }

        if (exists)
        {
            throw new XnatException(XnatErrorCode.Conflict, "A project of that id exists already.");
        }

        XnatRequest request = XnatRequest.Make(HttpMethod.Put, "/data/projects/{project}", [project.Id], () => ProjectXml.Content(project), XnatAnswer.Any, XnatSubjectOfCall.Other).With("accessibility", project.Accessibility);
        await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (await AccessibilityAsync(project.Id, cancellationToken).ConfigureAwait(false) != project.Accessibility)
        {
            await SetAccessibilityAsync(project.Id, project.Accessibility, cancellationToken).ConfigureAwait(false);
        }

        if (project.PrearchiveCode is int code)
        {
            await SetPrearchiveCodeAsync(project.Id, code, cancellationToken).ConfigureAwait(false);
        }

        return await GetAsync(project.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Users of a project with their group.</summary>
    public async Task<IReadOnlyList<XnatProjectUser>> UsersAsync(string project, CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Get("/data/projects/{project}/users", project).With("format", "json"), cancellationToken).ConfigureAwait(false);
        List<XnatProjectUser> users = [];
        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            users.Add(new XnatProjectUser
            {
                Login = row.Text("login") ?? "",
                FirstName = row.Text("firstname"),
                LastName = row.Text("lastname"),
                Email = row.Text("email"),
                GroupId = row.Text("GROUP_ID"),
                Group = row.Text("displayname"),
            });
        }

        return users;
    }

    /// <summary>
    /// Puts a user into a group (owner, member, collaborator or a group id). An unknown login would be invited by the server as
    /// if it were an address, so it is refused here unless <paramref name="invite"/> is set.
    /// </summary>
    public async Task AddUserAsync(string project, string group, string user, bool invite, bool sendEmail, CancellationToken cancellationToken)
    {
        if (user.IndexOf(',') >= 0)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "One user a call: the server takes a list for one unknown user.");
        }

        if (!invite && !await _users.ExistsAsync(user, cancellationToken).ConfigureAwait(false))
        {
            throw new XnatException(XnatErrorCode.NotFound, "There is no user of that login name; the server would have sent an invitation to it instead.");
        }

        XnatRequest request = XnatRequest.Make(HttpMethod.Put, "/data/projects/{project}/users/{group}/{user}", [project, group, user], null, XnatAnswer.Any, XnatSubjectOfCall.Other);
        await _http.SendAsync(sendEmail ? request.With("sendemail", "true") : request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a user out of a group.</summary>
    public Task RemoveUserAsync(string project, string group, string user, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, "/data/projects/{project}/users/{group}/{user}", [project, group, user], cancellationToken);

    private async Task<string> TextAsync(HttpMethod verb, string template, string[] values, CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Make(verb, template, values, null, XnatAnswer.Text, XnatSubjectOfCall.Other), cancellationToken).ConfigureAwait(false);
        return response.Text().Trim();
    }

    private Task<XnatResponse> SendAsync(HttpMethod verb, string template, string[] values, CancellationToken cancellationToken) =>
        _http.SendAsync(XnatRequest.Make(verb, template, values, null, XnatAnswer.Any, XnatSubjectOfCall.Other), cancellationToken);

    private async Task<int?> TryCodeAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            return await PrearchiveCodeAsync(project, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException error) when (!error.Code.IsTerminating)
        {
            return null;
        }
    }

    private static async Task<string?> TryAsync(Task<string> task)
    {
        try
        {
            return await task.ConfigureAwait(false);
        }
        catch (XnatException error) when (!error.Code.IsTerminating)
        {
            return null;
        }
    }

    private static string? FullName(string? first, string? last)
    {
        string name = $"{first} {last}".Trim();
        return name.Length == 0 ? null : name;
    }
}
