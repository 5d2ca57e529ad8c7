using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>The PACS registry and its pings.</summary>
internal sealed class PacsEndpoints(DqrRuntime dqr)
{
    public void Map(DqrRoutes routes)
    {
        routes.Map("GET", "/xapi/pacs", DqrRole.Authenticated, List);
        routes.Map("POST", "/xapi/pacs", DqrRole.Admin, CreateAsync);
        routes.Map("GET", "/xapi/pacs/{pacsId}", DqrRole.Authenticated, call => Reply(dqr.FindPacs(call.RouteNumber("pacsId"))));
        routes.Map("PUT", "/xapi/pacs/{pacsId}", DqrRole.Admin, UpdateAsync);
        routes.Map("DELETE", "/xapi/pacs/{pacsId}", DqrRole.Admin, Delete);
        routes.Map("GET", "/xapi/pacs/{pacsId}/status", DqrRole.Dqr, PingAsync);
        routes.Map("GET", "/xapi/pacs/{pacsId}/status/last", DqrRole.Admin, LastPing);
        routes.Map("GET", "/xapi/pacs/{pacsId}/status/all", DqrRole.Admin, AllPings);
        if (dqr.Generation == PluginGeneration.V2)
        {
            routes.Map("POST", "/xapi/pacs/dicom-web/status", DqrRole.Admin, _ => Task.FromResult<JsonNode?>(new JsonObject { ["successful"] = false }));
        }
    }

    private Task<JsonNode?> List(DqrCall call)
    {
        bool storable = string.Equals(call.Query("storable"), "true", StringComparison.OrdinalIgnoreCase);
        bool queryable = string.Equals(call.Query("queryable"), "true", StringComparison.OrdinalIgnoreCase);
        return Task.FromResult<JsonNode?>(dqr.Store.Read(document => new JsonArray(
            [.. document.Pacs.Where(pacs => (!storable || pacs.Storable) && (!queryable || pacs.Queryable)).Select(pacs => DqrJson.Pacs(pacs, dqr.Generation))])));
    }

    private async Task<JsonNode?> CreateAsync(DqrCall call)
    {
        JsonObject body = LenientJson.ParseObject(await call.BodyAsync().ConfigureAwait(false));
        return dqr.Store.Write(document =>
        {
            SandboxPacs pacs = new();
            Apply(pacs, body);
            if (string.IsNullOrEmpty(pacs.AeTitle) && pacs.DicomWebEnabled)
            {
                pacs.AeTitle = pacs.Label ?? string.Empty;
            }

            CheckConstraints(document.Pacs, pacs);
            pacs.Id = document.Next("pacs");
            pacs.Created = pacs.Timestamp = dqr.Context.Clock.GetUtcNow();
            document.Pacs.Add(pacs);
            KeepOneDefault(document.Pacs, pacs);
            return DqrJson.Pacs(pacs, dqr.Generation);
        });
    }

    private async Task<JsonNode?> UpdateAsync(DqrCall call)
    {
        long id = call.RouteNumber("pacsId");
        JsonObject body = LenientJson.ParseObject(await call.BodyAsync().ConfigureAwait(false));
        return dqr.Store.Write(document =>
        {
            // The server uses the record without asking whether there is one.
            int index = document.Pacs.FindIndex(one => one.Id == id);
            SandboxPacs pacs = index < 0 ? throw new XapiException(XapiFault.Other) : document.Pacs[index].Clone();
            Apply(pacs, body);
            CheckConstraints(document.Pacs, pacs);
            pacs.Timestamp = dqr.Context.Clock.GetUtcNow();
            document.Pacs[index] = pacs;
            KeepOneDefault(document.Pacs, pacs);
            return DqrJson.Pacs(pacs, dqr.Generation);
        });
    }

    private Task<JsonNode?> Delete(DqrCall call)
    {
        long id = dqr.FindPacs(call.RouteNumber("pacsId")).Id;
        dqr.Store.Write(document =>
        {
            document.Pacs.RemoveAll(pacs => pacs.Id == id);
            document.Intervals.RemoveAll(interval => interval.PacsId == id);
        });
        return Task.FromResult<JsonNode?>(null);
    }

    private async Task<JsonNode?> PingAsync(DqrCall call)
    {
        SandboxPacs pacs = dqr.FindPacs(call.RouteNumber("pacsId"));
        bool successful = await dqr.Pacs.EchoAsync(pacs, call.Aborted).ConfigureAwait(false);
        return dqr.Store.Write(document =>
        {
            PacsPing ping = new(document.Next("ping"), pacs.Id, successful, dqr.Context.Clock.GetUtcNow());
            document.Pings.Add(ping);
            return DqrJson.Ping(ping);
        });
    }

    private Task<JsonNode?> LastPing(DqrCall call)
    {
        long id = call.RouteNumber("pacsId");
        return Task.FromResult<JsonNode?>(dqr.Store.Read(document => document.Pings.FindLast(ping => ping.PacsId == id)) is PacsPing last ? DqrJson.Ping(last) : null);
    }

    private Task<JsonNode?> AllPings(DqrCall call)
    {
        long id = call.RouteNumber("pacsId");
        return Task.FromResult<JsonNode?>(dqr.Store.Read(document => new JsonArray([.. document.Pings.Where(ping => ping.PacsId == id).Select(DqrJson.Ping)])));
    }

    private Task<JsonNode?> Reply(SandboxPacs pacs) => Task.FromResult<JsonNode?>(DqrJson.Pacs(pacs, dqr.Generation));

    private static void Apply(SandboxPacs pacs, JsonObject body)
    {
        pacs.AeTitle = ImportRequest.Text(body["aeTitle"]) ?? pacs.AeTitle;
        pacs.Host = ImportRequest.Text(body["host"]) ?? pacs.Host;
        pacs.Label = ImportRequest.Text(body["label"]) ?? pacs.Label;
        pacs.QueryRetrievePort = ImportRequest.Text(body["queryRetrievePort"]) is string port
            ? int.TryParse(port, out int number) ? number : throw ImportRequest.Malformed()
            : pacs.QueryRetrievePort;
        pacs.Queryable = Flag(body, "queryable", pacs.Queryable);
        pacs.Storable = Flag(body, "storable", pacs.Storable);

        // The two older names come from very old builds.
        pacs.DefaultQueryRetrievePacs = Flag(body, "defaultQueryRetrievePacs", Flag(body, "defaultQrAe", pacs.DefaultQueryRetrievePacs));
        pacs.DefaultStoragePacs = Flag(body, "defaultStoragePacs", Flag(body, "defaultStorageAe", pacs.DefaultStoragePacs));
        pacs.OrmStrategySpringBeanId = ImportRequest.Text(body["ormStrategySpringBeanId"]) ?? pacs.OrmStrategySpringBeanId;
        pacs.SupportsExtendedNegotiations = Flag(body, "supportsExtendedNegotiations", pacs.SupportsExtendedNegotiations);
        pacs.DicomWebEnabled = Flag(body, "dicomWebEnabled", pacs.DicomWebEnabled);
        pacs.DicomWebRootUrl = ImportRequest.Text(body["dicomWebRootUrl"]) ?? pacs.DicomWebRootUrl;
        pacs.DicomObjectIdentifier = ImportRequest.Text(body["dicomObjectIdentifier"]) ?? pacs.DicomObjectIdentifier;
        pacs.AnonymizationEnabled = Flag(body, "anonymizationEnabled", pacs.AnonymizationEnabled);
        pacs.Queryable |= pacs.DefaultQueryRetrievePacs;
        pacs.Storable |= pacs.DefaultStoragePacs;
    }

    private static bool Flag(JsonObject body, string key, bool otherwise) => ImportRequest.Text(body[key]) is string text ? text == "true" : otherwise;

    private static void CheckConstraints(List<SandboxPacs> all, SandboxPacs pacs)
    {
        bool broken = string.IsNullOrEmpty(pacs.AeTitle) || pacs.AeTitle.Length > 100
            || (string.IsNullOrEmpty(pacs.Host) && !pacs.DicomWebEnabled)
            || all.Exists(other => other.Id != pacs.Id
                && ((pacs.Label is not null && other.Label == pacs.Label)
                    || (other.Host == pacs.Host && other.QueryRetrievePort == pacs.QueryRetrievePort && other.AeTitle == pacs.AeTitle)));
        if (broken)
        {
            throw new XapiException(XapiFault.Other, "could not execute statement");
        }
    }

    private static void KeepOneDefault(List<SandboxPacs> all, SandboxPacs latest)
    {
        foreach (SandboxPacs other in all)
        {
            if (other.Id != latest.Id)
            {
                other.DefaultQueryRetrievePacs &= !latest.DefaultQueryRetrievePacs;
                other.DefaultStoragePacs &= !latest.DefaultStoragePacs;
            }
        }
    }
}
