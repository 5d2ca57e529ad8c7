using System;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>Anonymisation scripts of the site and of projects.</summary>
public sealed class ScriptArea
{
    private readonly XnatHttp _http;

    internal ScriptArea(XnatHttp http) => _http = http;

    /// <summary>The script of the site; null when this user may not see it.</summary>
    public async Task<XnatAnonScript?> SiteAsync(CancellationToken cancellationToken)
    {
        string? script = await TextAsync("/xapi/anonymize/site", [], cancellationToken).ConfigureAwait(false);
        string? enabled = await TextAsync("/xapi/anonymize/site/enabled", [], cancellationToken).ConfigureAwait(false);
        return script is null || enabled is null ? null : Make(null, script, enabled, default);
    }

    /// <summary>The script of a project; null when this user may not see it.</summary>
    public async Task<XnatAnonScript?> ProjectAsync(string project, CancellationToken cancellationToken)
    {
        string? script = await TextAsync("/xapi/anonymize/projects/{project}", [project], cancellationToken).ConfigureAwait(false);
        string? enabled = await TextAsync("/xapi/anonymize/projects/{project}/enabled", [project], cancellationToken).ConfigureAwait(false);
        if (script is null || enabled is null)
        {
            return null;
        }

        return Make(project, script, enabled, script.Length == 0 ? default : await StoredAsync(project, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>SHA-256 of a script as <see cref="XnatAnonScript.Hash"/> has it.</summary>
    public static string HashOf(string script)
    {
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(script.Replace("\r\n", "\n")));
        StringBuilder text = new(hash.Length * 2);
        foreach (byte b in hash)
        {
            text.Append(b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static XnatAnonScript Make(string? project, string script, string enabled, (DateTime? Changed, string? By) stored) => new()
    {
        Project = project,
        Script = script,
        Enabled = string.Equals(enabled.Trim(' ', '"', '\r', '\n'), "true", StringComparison.OrdinalIgnoreCase),
        Hash = string.IsNullOrWhiteSpace(script) ? null : HashOf(script),
        Changed = stored.Changed,
        ChangedBy = stored.By,
    };

    /// <summary>When the script was stored, by the configuration service; many sites let only owners see that.</summary>
    private async Task<(DateTime? Changed, string? By)> StoredAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            XnatRequest request = XnatRequest.Get("/data/projects/{project}/config/anon/projects/{project}", project, project).With("format", "json").With("meta", "true").With("accept-not-found", "true");
            XnatResponse response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.Status == 204 || response.Body.Length == 0)
            {
                return default;
            }

            (DateTime? Changed, string? By) newest = default;
            using JsonDocument json = JsonRead.Parse(response);
            foreach (JsonElement row in ResultSet.Rows(json, response))
            {
                DateTime? stored = WireDate.Local(row.Text("create_date"));
                if (newest.Changed is null || stored > newest.Changed)
                {
                    newest = (stored, row.Text("user"));
                }
            }

            return newest;
        }
        catch (XnatException error) when (!error.Code.IsTerminating)
        {
            return default;
        }
    }

    /// <summary>The text of an answer, empty for 204; null where the right is missing.</summary>
    private async Task<string?> TextAsync(string template, string[] values, CancellationToken cancellationToken)
    {
        try
        {
            XnatResponse response = await _http.SendAsync(XnatRequest.Make(HttpMethod.Get, template, values, null, XnatAnswer.Any, XnatSubjectOfCall.Other), cancellationToken).ConfigureAwait(false);
            return response.Status == 204 ? "" : response.Text();
        }
        catch (XnatException error) when (error.Code == XnatErrorCode.NotFound || error.Code == XnatErrorCode.PermissionDenied)
        {
            return null;
        }
    }
}
