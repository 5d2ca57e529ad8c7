using System;
using System.Collections.Generic;
using System.Net;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>
/// DICOM headers as the server reads them (GET /data/services/dicomdump): the first object of a session or scan only, values
/// cut at 255 characters.
/// </summary>
public sealed class HeaderArea : IDisposable
{
    // The server keeps the current session in process-wide objects: two dumps at once can mix. One at a time, then.
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly XnatHttp _http;

    internal HeaderArea(XnatHttp http) => _http = http;

    /// <summary>
    /// Reads header elements of <paramref name="source"/>: <c>/prearchive/projects/P/TS/FOLDER[/scans/N]</c> or
    /// <c>/archive/projects/P/...</c>; no fields means all of them. With <paramref name="expectedStudyUid"/>, an answer about
    /// another study (somebody else's parallel dump) is asked again once and then refused.
    /// </summary>
    /// <returns>The elements; empty when the server found no object to read.</returns>
    public async Task<IReadOnlyList<DicomHeaderElement>> DumpAsync(string source, IReadOnlyList<string>? fields, string? expectedStudyUid, CancellationToken cancellationToken)
    {
        string path = XnatPath.Bare(source) ?? throw new XnatException(XnatErrorCode.ArgumentInvalid, "Headers are read from a session or scan of the prearchive or archive.");
        bool addedStudy = fields is { Count: > 0 } && expectedStudyUid is not null && !Has(fields, "StudyInstanceUID", "0020000D");
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                XnatRequest request = MakeRequest(path, fields, addedStudy);
                List<DicomHeaderElement> elements = await ReadAsync(request, cancellationToken).ConfigureAwait(false);
                string? study = elements.Find(e => e.Tag == "(0020,000D)")?.Value;
                if (elements.Count == 0 || expectedStudyUid is null || string.Equals(study, expectedStudyUid, StringComparison.Ordinal))
                {
                    if (addedStudy)
                    {
                        elements.RemoveAll(e => e.Tag == "(0020,000D)");
                    }

                    return elements;
                }

                if (attempt == 2)
                {
                    throw ErrorMap.Make(request, XnatErrorCode.UnexpectedResponse, "The server returned the header of another session, twice.", 200, advice: "Somebody else may be reading headers at the same time: try again, or read the DICOM files instead.");
                }

                _http.Warn("The server returned the header of another session; asking again.");
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private static XnatRequest MakeRequest(string path, IReadOnlyList<string>? fields, bool addStudy)
    {
        XnatRequest request = XnatRequest.Make(System.Net.Http.HttpMethod.Get, "/data/services/dicomdump", [], null, XnatAnswer.Json, XnatSubjectOfCall.HeaderDump, isLong: true)
            .With("src", path).With("format", "json");
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (string field in fields ?? [])
        {
            string name = field.Trim().Trim('(', ')').Replace(",", "");
            if (name.Length > 0 && seen.Add(name)) // the same field twice is an error at the server
            {
                request.With("field", name);
            }
        }

        return addStudy ? request.With("field", "StudyInstanceUID") : request;
    }

    private async Task<List<DicomHeaderElement>> ReadAsync(XnatRequest request, CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        List<DicomHeaderElement> elements = [];
        if (response.Status == 204)
        {
            return elements;
        }

        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            string first = row.Text("tag1") ?? "";
            string? second = row.Text("tag2");
            elements.Add(new DicomHeaderElement
            {
                Tag = second is null || second == first ? first : first + "." + second,
                VR = row.Text("vr"),
                Value = WebUtility.HtmlDecode(row.Text("value")),
                Name = WebUtility.HtmlDecode(row.Text("desc")),
                Source = "XNAT",
            });
        }

        return elements;
    }

    private static bool Has(IReadOnlyList<string> fields, string keyword, string tag)
    {
        foreach (string field in fields)
        {
            string name = field.Trim().Trim('(', ')').Replace(",", "");
            if (string.Equals(name, keyword, StringComparison.OrdinalIgnoreCase) || string.Equals(name, tag, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
