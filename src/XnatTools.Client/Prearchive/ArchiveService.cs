using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>POST /data/services/archive and its dry run.</summary>
internal sealed class ArchiveService
{
    private readonly XnatHttp _http;

    public ArchiveService(XnatHttp http) => _http = http;

    public async Task<IReadOnlyList<ArchiveFinding>> ValidateAsync(PrearchiveSession session, ArchiveTarget? target, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form = Form(session, target);
        XnatRequest request = XnatRequest.Make(HttpMethod.Post, "/data/services/validate-archive", [], () => FormBody.Make(form), XnatAnswer.Json, XnatSubjectOfCall.ArchiveService, isLong: true, readsOnly: true).With("format", "json");
        XnatResponse response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        List<ArchiveFinding> findings = [];
        if (response.Status == 204 || response.Body.Length == 0)
        {
            return findings;
        }

        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            findings.Add(new ArchiveFinding { Code = row.Int("code"), Type = (row.Text("type") ?? "").ToUpperInvariant(), Message = row.Text("message") });
        }

        return findings;
    }

    public async Task<ArchiveResult> ArchiveAsync(PrearchiveSession session, ArchiveTarget? target, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form = Form(session, target);
        XnatRequest request = XnatRequest.Make(HttpMethod.Post, "/data/services/archive", [], () => FormBody.Make(form), XnatAnswer.Text, XnatSubjectOfCall.ArchiveService, isLong: true, redirectIsResult: true);
        XnatResponse response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return Result(XnatPath.Bare(response.Location) ?? XnatPath.First(response.Text()));
    }

    /// <summary>Reads where a session is now from the address that the server gave.</summary>
    public static ArchiveResult Result(string? url)
    {
        bool archived = url is not null && url.IndexOf("prearchive", StringComparison.Ordinal) < 0 && XnatPath.After(url, "experiments") is not null;
        return new ArchiveResult
        {
            IsArchived = archived,
            Url = url,
            Project = XnatPath.After(url, "projects"),
            Subject = archived ? XnatPath.After(url, "subjects") : null,
            Session = archived ? XnatPath.After(url, "experiments") : null,
        };
    }

    private static List<KeyValuePair<string, string>> Form(PrearchiveSession session, ArchiveTarget? target)
    {
        List<KeyValuePair<string, string>> form = [new("src", session.Url)];
        if (target is null)
        {
            return form;
        }

        if (Destination(session, target) is string destination)
        {
            form.Add(new("dest", destination));
        }

        Add(form, "subject", target.Subject);
        Add(form, "session", target.Session);
        Add(form, "overwrite", target.Overwrite switch { ArchiveOverwrite.Append => "append", ArchiveOverwrite.Delete => "delete", _ => null });
        Add(form, "overwrite_files", target.OverwriteFiles ? "true" : null);
        Add(form, "triggerPipelines", target.TriggerPipelines is bool trigger ? (trigger ? "true" : "false") : null);
        Add(form, "quarantine", target.Quarantine is bool hold ? (hold ? "true" : "false") : null);
        Add(form, "event_reason", target.Reason);
        return form;
    }

    private static string? Destination(PrearchiveSession session, ArchiveTarget target)
    {
        if (target.Project is null && target.Subject is null)
        {
            return null;
        }

        StringBuilder path = new("/archive/projects/");
        path.Append(Uri.EscapeDataString(target.Project ?? session.Project));
        if (target.Subject is not null)
        {
            path.Append("/subjects/").Append(Uri.EscapeDataString(target.Subject));
            if (target.Session is not null)
            {
                path.Append("/experiments/").Append(Uri.EscapeDataString(target.Session));
            }
        }

        return path.ToString();
    }

    private static void Add(List<KeyValuePair<string, string>> form, string name, string? value)
    {
        if (value is not null)
        {
            form.Add(new(name, value));
        }
    }
}
