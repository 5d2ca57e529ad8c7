using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>Reads queue and history.</summary>
internal sealed class DqrQueue
{
    private const int PageSize = 100;
    private readonly XnatHttp _http;

    public DqrQueue(XnatHttp http) => _http = http;

    /// <summary>The records of an answer.</summary>
    public static List<ImportQueueItem> Read(XnatResponse response, bool history)
    {
        List<ImportQueueItem> items = [];
        if (response.Status == 204 || response.Body.Length == 0)
        {
            return items;
        }

        using JsonDocument json = JsonRead.Parse(response);
        if (json.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw ErrorMap.Make(response.Request, XnatErrorCode.UnexpectedResponse, "The answer is no list of records.", response.Status, mayHaveActed: !response.Request.IsSafe);
        }

        foreach (JsonElement item in json.RootElement.Items())
        {
            items.Add(DqrRead.QueueItem(item, history));
        }

        return items;
    }

    /// <summary>Page after page, newest first, as far as the caller enumerates.</summary>
    public async IAsyncEnumerable<ImportQueueItem> PagesAsync(string template, bool all, bool history, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Records come and go while pages are read, so a record may turn up on two pages.
        HashSet<long> seen = [];
        bool hadNews = true;
        for (int page = 1; ; page++)
        {
            XnatRequest request = XnatRequest.Make(HttpMethod.Get, template, [], null, XnatAnswer.Json, XnatSubjectOfCall.DqrQueue)
                .With("all", all ? "true" : "false").With("sort", "desc")
                .With("page", page.ToString(CultureInfo.InvariantCulture)).With("pageSize", PageSize.ToString(CultureInfo.InvariantCulture));
            XnatResponse response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            List<ImportQueueItem> items = Read(response, history);
            bool news = false;
            foreach (ImportQueueItem item in items)
            {
                if (seen.Add(item.Id))
                {
                    news = true;
                    yield return item;
                }
            }

            // A server that does not know paging answers the same each time: two pages without news end it.
            if (items.Count < PageSize || (!news && !hadNews))
            {
                yield break;
            }

            hadNews = news;
        }
    }

    public async Task<int> CountAsync(string template, bool all, CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Make(HttpMethod.Get, template, [], null, XnatAnswer.Text, XnatSubjectOfCall.DqrQueue).With("all", all ? "true" : "false"), cancellationToken).ConfigureAwait(false);
        return JsonRead.AsLong(response.Text().Trim('"', ' ', '\r', '\n')) is long count and >= 0 and <= int.MaxValue ? (int)count
            : throw ErrorMap.Make(response.Request, XnatErrorCode.UnexpectedResponse, "The answer is no number.", response.Status);
    }
}
