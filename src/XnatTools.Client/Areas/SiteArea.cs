using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>The site itself: version, plugins, settings.</summary>
public sealed class SiteArea
{
    private readonly XnatHttp _http;

    internal SiteArea(XnatHttp http) => _http = http;

    /// <summary>GET /xapi/siteConfig/buildInfo; open to all.</summary>
    public async Task<XnatBuildInfo> BuildInfoAsync(CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Get("/xapi/siteConfig/buildInfo"), cancellationToken).ConfigureAwait(false);
        using JsonDocument json = JsonRead.Parse(response);
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        if (json.RootElement.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
            {
                if (JsonRead.AsText(property.Value) is string value)
                {
                    values[property.Name] = value;
                }
            }
        }

        values.TryGetValue("version", out string? version);
        version ??= values.TryGetValue("Implementation-Version", out string? manifest) ? manifest : null;
        Match match = Regex.Match(version ?? "", @"^\d+\.\d+(\.\d+)*", RegexOptions.CultureInvariant);
        return new XnatBuildInfo { Version = match.Success ? match.Value : null, Values = values };
    }

    /// <summary>GET /xapi/plugins.</summary>
    public async Task<IReadOnlyList<XnatPlugin>> PluginsAsync(CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Get("/xapi/plugins"), cancellationToken).ConfigureAwait(false);
        using JsonDocument json = JsonRead.Parse(response);
        List<XnatPlugin> plugins = [];
        if (json.RootElement.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
            {
                plugins.Add(Read(property.Value, property.Name));
            }
        }
        else
        {
            foreach (JsonElement item in json.RootElement.Items())
            {
                plugins.Add(Read(item, null));
            }
        }

        return plugins;
    }

    /// <summary>One site setting as text; null when it is not set or not for this user.</summary>
    public async Task<string?> SettingAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            XnatResponse response = await _http.SendAsync(XnatRequest.Make(HttpMethod.Get, "/xapi/siteConfig/{name}", [name], null, XnatAnswer.Text, XnatSubjectOfCall.Other), cancellationToken).ConfigureAwait(false);
            string text = response.Text().Trim();
            if (text.Length >= 2 && text[0] == '"')
            {
                using JsonDocument json = JsonRead.Parse(response);
                return json.RootElement.GetString();
            }

            return text.Length == 0 ? null : text;
        }
        catch (XnatException error) when (error.Code == XnatErrorCode.NotFound || error.Code == XnatErrorCode.PermissionDenied)
        {
            return null;
        }
    }

    private static XnatPlugin Read(JsonElement element, string? key) => new()
    {
        Id = element.Text("id") ?? key ?? "",
        Name = element.Text("name"),
        Version = element.Text("version"),
    };
}
