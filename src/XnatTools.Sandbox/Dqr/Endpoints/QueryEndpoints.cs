using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>The queries of <c>/xapi/dqr/query</c>.</summary>
internal sealed class QueryEndpoints(DqrRuntime dqr)
{
    private const int MaximumRows = 1000;

    public void Map(DqrRoutes routes)
    {
        routes.Map("POST", "/xapi/dqr/query/studies", DqrRole.Dqr, StudiesAsync);
        routes.Map("POST", "/xapi/dqr/query/patients", DqrRole.Dqr, PatientsAsync);
        routes.Map("POST", "/xapi/dqr/query/series", DqrRole.Dqr, SeriesAsync);
        routes.Map("POST", "/xapi/dqr/query/batch", DqrRole.Dqr, BatchAsync);
    }

    private DateOnly Today => DateOnly.FromDateTime(dqr.Context.Clock.GetLocalNow().DateTime);

    private async Task<JsonNode?> StudiesAsync(DqrCall call)
    {
        string body = await call.BodyAsync().ConfigureAwait(false);
        PacsCriteria criteria = PacsCriteriaParser.Parse(body, Today);
        SandboxPacs pacs = dqr.FindQueryable(criteria.PacsId);
        IReadOnlyList<FoundStudy> found;
        try
        {
            found = await dqr.Pacs.FindStudiesAsync(pacs, criteria, call.Aborted).ConfigureAwait(false);
        }
        catch (PacsQueryException exception)
        {
            // The whole criteria are echoed: a client that logs this text logs identifiers.
            throw new XapiException(XapiFault.DataFormat, "A DQR run-time exception occurred: " + exception.Message + "; criteria: " + body);
        }

        return found.Count == 0 ? throw new XapiException(XapiFault.NoContent) : new JsonArray([.. found.Select(DqrStudyJson.Study)]);
    }

    private async Task<JsonNode?> PatientsAsync(DqrCall call)
    {
        PacsCriteria criteria = PacsCriteriaParser.Parse(await call.BodyAsync().ConfigureAwait(false), Today);
        SandboxPacs pacs = dqr.FindQueryable(criteria.PacsId);
        try
        {
            IReadOnlyList<FoundStudy> found = await dqr.Pacs.FindStudiesAsync(pacs, criteria, call.Aborted).ConfigureAwait(false);
            return found.Count == 0 ? throw new XapiException(XapiFault.NoContent) : DqrStudyJson.Patients(found);
        }
        catch (PacsQueryException exception)
        {
            throw new XapiException(XapiFault.Other, exception.Message);
        }
    }

    private async Task<JsonNode?> SeriesAsync(DqrCall call)
    {
        JsonObject body = LenientJson.ParseObject(await call.BodyAsync().ConfigureAwait(false));
        long pacsId = long.TryParse(ImportRequest.Text(body["pacsId"]), out long id) ? id : 0;
        JsonArray uids = body["studyInstanceUids"] as JsonArray ?? throw new XapiException(XapiFault.Other);
        if (uids.Count == 0)
        {
            throw new XapiException(XapiFault.NoContent);
        }

        // This call does not check the PACS: an unknown one is a null pointer, whatever the regime.
        SandboxPacs pacs = dqr.Store.Read(document => document.Pacs.Find(entry => entry.Id == pacsId)?.Clone()) ?? throw new XapiException(XapiFault.Other);
        JsonObject result = [];
        foreach (JsonNode? node in uids)
        {
            string uid = ImportRequest.Text(node) ?? string.Empty;
            try
            {
                result[uid] = DqrStudyJson.SeriesOf(await dqr.Pacs.FindSeriesAsync(pacs, uid, call.Aborted).ConfigureAwait(false));
            }
            catch (PacsQueryException exception)
            {
                throw new XapiException(XapiFault.Other, dqr.Generation == PluginGeneration.V2 ? "Could not find series for study " + uid : exception.Message);
            }
        }

        return result;
    }

    private async Task<JsonNode?> BatchAsync(DqrCall call)
    {
        IFormCollection? form = await call.FormAsync().ConfigureAwait(false);
        byte[] csv = await call.FileAsync(form, "csv_to_store").ConfigureAwait(false);
        SandboxPacs pacs = dqr.FindPacs(call.RequiredNumber(form, "pacsId"));
        bool all = string.Equals(call.Parameter(form, "allowRowThatGetsAllStudiesOnPacs"), "true", StringComparison.OrdinalIgnoreCase);
        IReadOnlyList<DqrCsvRow> rows = DqrCsvReader.Read(csv, openDates: dqr.Generation == PluginGeneration.V2);
        if (rows.Count > MaximumRows)
        {
            throw new XapiException(XapiFault.DataFormat, $"The CSV has {rows.Count} rows. Please limit the number of rows to {MaximumRows}.");
        }

        JsonArray result = [];
        bool relabelled = false;
        foreach (DqrCsvRow row in rows)
        {
            if (await RowAsync(pacs, row, all, call).ConfigureAwait(false) is JsonObject answer)
            {
                relabelled |= row.RelabelMap.Count > 0;
                result.Add(answer);
            }
        }

        if (!relabelled)
        {
            call.Http.Response.Headers.Append("Warning", "299 - \"There is no anon script for this request\"");
        }

        return result;
    }

    /// <summary>A row's answer; null when it is dropped, which happens for no criteria and for every failure alike.</summary>
    private async Task<JsonObject?> RowAsync(SandboxPacs pacs, DqrCsvRow row, bool all, DqrCall call)
    {
        PacsCriteria criteria = row.Criteria;
        if ((!criteria.HasAny && !all) || !pacs.Queryable)
        {
            return null;
        }

        string subject = $"row={row.Ordinal}; {criteria.AccessionNumber}; {criteria.PatientId}; {criteria.StudyInstanceUid};";
        if (dqr.Chance.Take(DqrFaultNames.QueryRow, subject) is not null)
        {
            return null;
        }

        try
        {
            IReadOnlyList<FoundStudy> found = await dqr.Pacs.FindStudiesAsync(pacs, criteria, call.Aborted).ConfigureAwait(false);
            return dqr.Chance.Take(DqrFaultNames.BatchDrop, subject) is not null
                ? null
                : DqrJson.BatchRow(row, new JsonArray([.. found.Select(DqrStudyJson.Study)]));
        }
        catch (PacsQueryException)
        {
            return null;
        }
    }
}
