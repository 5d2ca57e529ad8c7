using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Sandbox.Queue;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>The queue and the history of imports.</summary>
internal sealed class QueueEndpoints(DqrRuntime dqr)
{
    public void Map(DqrRoutes routes)
    {
        routes.Map("GET", "/xapi/dqr/import/queue", DqrRole.Dqr, call => Page(call, document => document.Queue, record => DqrJson.Queue(record, dqr.Generation)));
        routes.Map("GET", "/xapi/dqr/import/queue/count", DqrRole.Dqr, call => Count(call, document => document.Queue));
        routes.Map("GET", "/xapi/dqr/import/queue/{id}", DqrRole.Dqr, call => One(call, document => document.Queue, record => DqrJson.Queue(record, dqr.Generation)));
        routes.Map("DELETE", "/xapi/dqr/import/queue/{id}", DqrRole.Dqr, call => Delete(call, [call.RouteNumber("id")]));
        routes.Map("POST", "/xapi/dqr/import/queue", DqrRole.Dqr, DeleteManyAsync);
        routes.Map("GET", "/xapi/dqr/import/history", DqrRole.Dqr, call => Page(call, document => document.History, record => DqrJson.History(record, dqr.Generation)));
        routes.Map("GET", "/xapi/dqr/import/history/count", DqrRole.Dqr, call => Count(call, document => document.History));
        routes.Map("GET", "/xapi/dqr/import/history/{id}", DqrRole.Dqr, call => One(call, document => document.History, record => DqrJson.History(record, dqr.Generation)));
    }

    private Task<JsonNode?> Page<T>(DqrCall call, Func<DqrDocument, List<T>> list, Func<T, JsonObject> write)
        where T : ImportRecord
    {
        string? user = Owner(call);
        string sort = call.Query("sort") ?? "desc";
        bool descending = string.Equals(sort, "desc", StringComparison.OrdinalIgnoreCase);
        if (!descending && !string.Equals(sort, "asc", StringComparison.OrdinalIgnoreCase))
        {
            throw new XapiException(XapiFault.DataFormat, "Invalid sort direction: " + sort);
        }

        long page = call.QueryNumber("page", 1);
        long size = call.QueryNumber("pageSize", 100);
        return Task.FromResult<JsonNode?>(dqr.Store.Read(document =>
        {
            IEnumerable<T> own = list(document).Where(record => user is null || record.Username == user);
            own = descending ? own.OrderByDescending(record => record.Id) : own.OrderBy(record => record.Id);
            if (size > 0)
            {
                own = own.Skip((int)Math.Min(int.MaxValue, Math.Max(0, page - 1) * size)).Take((int)Math.Min(int.MaxValue, size));
            }

            return new JsonArray([.. own.Select(write)]);
        }));
    }

    private Task<JsonNode?> Count<T>(DqrCall call, Func<DqrDocument, List<T>> list)
        where T : ImportRecord
    {
        string? user = Owner(call);
        return Task.FromResult<JsonNode?>(dqr.Store.Read(document => list(document).Count(record => user is null || record.Username == user)));
    }

    private Task<JsonNode?> One<T>(DqrCall call, Func<DqrDocument, List<T>> list, Func<T, JsonObject> write)
        where T : ImportRecord
    {
        long id = call.RouteNumber("id");
        return Task.FromResult<JsonNode?>(dqr.Store.Read(document => list(document).Find(record => record.Id == id) is T found && (call.IsAdmin || found.Username == call.User.Name)
            ? write(found)
            : throw NotFound(id)));
    }

    private async Task<JsonNode?> DeleteManyAsync(DqrCall call)
    {
        JsonArray ids = LenientJson.Parse(await call.BodyAsync().ConfigureAwait(false)) as JsonArray ?? throw ImportRequest.Malformed();
        return await Delete(call, [.. ids.Select(id => long.TryParse(ImportRequest.Text(id), out long value) ? value : throw ImportRequest.Malformed())]).ConfigureAwait(false);
    }

    // A record in PROCESSING goes too, but the transfer that runs already goes on.
    private Task<JsonNode?> Delete(DqrCall call, long[] ids)
    {
        List<long> missing = [];
        bool foreign = false;
        dqr.Store.Write(document =>
        {
            foreach (long id in ids)
            {
                if (document.Queue.Find(record => record.Id == id) is not QueueRecord record)
                {
                    missing.Add(id);
                }
                else if (!call.IsAdmin && record.Username != call.User.Name)
                {
                    foreign = true;
                }
                else
                {
                    document.Queue.Remove(record);
                }
            }
        });
        return missing.Count > 0 ? throw NotFound(missing[0])
            : foreign ? throw new XapiException(XapiFault.Forbidden)
            : Task.FromResult<JsonNode?>(JsonValue.Create(true));
    }

    /// <summary>Whose records are meant; null is everybody's, which needs all-data-access.</summary>
    private static string? Owner(DqrCall call)
    {
        if (!string.Equals(call.Query("all"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return call.User.Name;
        }

        return call.IsDataAccess ? null : throw new XapiException(XapiFault.Forbidden);
    }

    private static XapiException NotFound(long id) => new(XapiFault.NotFound, id.ToString(CultureInfo.InvariantCulture));
}
