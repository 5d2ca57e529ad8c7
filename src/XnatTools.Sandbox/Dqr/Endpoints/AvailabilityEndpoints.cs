using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Sandbox.Queue;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>When a PACS may be asked.</summary>
internal sealed class AvailabilityEndpoints(DqrRuntime dqr)
{
    private const string Path = "/xapi/pacs/{pacsId}/availability";

    private static readonly DayOfWeek[] s_days =
    [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday,
    ];

    public void Map(DqrRoutes routes)
    {
        routes.Map("GET", Path, DqrRole.Admin, Week);
        routes.Map("POST", Path, DqrRole.Admin, CreateAsync);
        routes.Map("POST", Path + "/validate", DqrRole.Admin, ValidateAsync);
        routes.Map("GET", Path + "/{id}", DqrRole.Admin, Get);
        routes.Map("PUT", Path + "/{id}", DqrRole.Admin, UpdateAsync);
        routes.Map("DELETE", Path + "/{id}", DqrRole.Admin, Delete);
    }

    private Task<JsonNode?> Week(DqrCall call)
    {
        long pacsId = dqr.FindPacs(call.RouteNumber("pacsId")).Id;
        return Task.FromResult<JsonNode?>(dqr.Store.Read(document =>
        {
            JsonObject week = [];
            foreach (DayOfWeek day in s_days)
            {
                week[DqrJson.DayName(day)] = new JsonArray(
                    [.. document.Intervals.Where(one => one.PacsId == pacsId && one.Day == day).OrderBy(one => one.Start).Select(DqrJson.Interval)]);
            }

            return week;
        }));
    }

    private Task<JsonNode?> Get(DqrCall call)
        => Task.FromResult<JsonNode?>(dqr.Store.Read(document => DqrJson.Interval(Find(document, call))));

    private async Task<JsonNode?> CreateAsync(DqrCall call)
    {
        AvailabilityInterval interval = await ReadNewAsync(call).ConfigureAwait(false);
        return dqr.Store.Write(document =>
        {
            if (Overlaps(document, interval))
            {
                throw new XapiException(XapiFault.DataFormat, "The availability overlaps an existing one.");
            }

            interval.Id = document.Next("availability");
            document.Intervals.Add(interval);
            return DqrJson.Interval(interval);
        });
    }

    private async Task<JsonNode?> ValidateAsync(DqrCall call)
    {
        AvailabilityInterval interval = await ReadNewAsync(call).ConfigureAwait(false);
        return JsonValue.Create(!dqr.Store.Read(document => Overlaps(document, interval)));
    }

    private async Task<JsonNode?> UpdateAsync(DqrCall call)
    {
        JsonObject body = LenientJson.ParseObject(await call.BodyAsync().ConfigureAwait(false));
        return dqr.Store.Write(document =>
        {
            AvailabilityInterval old = Find(document, call);
            AvailabilityInterval changed = new()
            {
                Id = old.Id,

                // A body without the id of the PACS reads as 0, which takes the interval away from its PACS.
                PacsId = long.TryParse(ImportRequest.Text(body["pacsId"]), NumberStyles.None, CultureInfo.InvariantCulture, out long pacsId) ? pacsId : 0,
                Day = Day(body) ?? throw new XapiException(XapiFault.Other),
                Start = AvailabilityInterval.ParseTime(ImportRequest.Text(body["availabilityStart"]), end: false) ?? old.Start,
                End = AvailabilityInterval.ParseTime(ImportRequest.Text(body["availabilityEnd"]), end: true) ?? old.End,
                Threads = Count(body, "threads") ?? old.Threads,
                UtilizationPercent = Count(body, "utilizationPercent") ?? old.UtilizationPercent,
            };
            Settle(changed);
            if (changed.PacsId == old.PacsId && changed.Day == old.Day && changed.Start == old.Start && changed.End == old.End
                && changed.Threads == old.Threads && changed.UtilizationPercent == old.UtilizationPercent)
            {
                throw new XapiException(XapiFault.NotModified);
            }

            document.Intervals.Remove(old);
            MakeRoom(document, changed);
            document.Intervals.Add(changed);
            return DqrJson.Interval(changed);
        });
    }

    private Task<JsonNode?> Delete(DqrCall call) => Task.FromResult<JsonNode?>(dqr.Store.Write(document =>
    {
        document.Intervals.Remove(Find(document, call));
        return JsonValue.Create(true);
    }));

    private static AvailabilityInterval Find(DqrDocument document, DqrCall call)
    {
        long pacsId = call.RouteNumber("pacsId");
        long id = call.RouteNumber("id");
        return document.Intervals.Find(one => one.Id == id && one.PacsId == pacsId)
            ?? throw new XapiException(XapiFault.NotFound, id.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<AvailabilityInterval> ReadNewAsync(DqrCall call)
    {
        long pacsId = dqr.FindPacs(call.RouteNumber("pacsId")).Id;
        JsonObject body = LenientJson.ParseObject(await call.BodyAsync().ConfigureAwait(false));
        if (Day(body) is not DayOfWeek day
            || AvailabilityInterval.ParseTime(ImportRequest.Text(body["availabilityStart"]), end: false) is not int start
            || AvailabilityInterval.ParseTime(ImportRequest.Text(body["availabilityEnd"]), end: true) is not int end
            || Count(body, "threads") is not int threads
            || Count(body, "utilizationPercent") is not int utilization)
        {
            throw new XapiException(XapiFault.DataFormat, "The availability lacks a day, a time, threads or a utilization percentage.");
        }

        AvailabilityInterval interval = new() { PacsId = pacsId, Day = day, Start = start, End = end, Threads = threads, UtilizationPercent = utilization };
        Settle(interval);
        return interval;
    }

    private static void Settle(AvailabilityInterval interval)
    {
        if (interval.Blackout)
        {
            interval.Threads = 0;
            interval.UtilizationPercent = 0;
        }
    }

    private static bool Overlaps(DqrDocument document, AvailabilityInterval interval)
        => document.Intervals.Exists(other => other.PacsId == interval.PacsId && other.Overlaps(interval));

    private static void MakeRoom(DqrDocument document, AvailabilityInterval changed)
    {
        document.Intervals.RemoveAll(other => other.PacsId == changed.PacsId && other.Day == changed.Day && other.Start >= changed.Start && other.End <= changed.End);
        foreach (AvailabilityInterval other in document.Intervals)
        {
            if (other.PacsId != changed.PacsId || !other.Overlaps(changed))
            {
                continue;
            }

            if (other.Start < changed.Start)
            {
                other.End = changed.Start;
            }
            else
            {
                other.Start = changed.End;
            }
        }
    }

    private static DayOfWeek? Day(JsonObject body)
    {
        string? text = ImportRequest.Text(body["dayOfWeek"]);
        int index = text is null ? -1 : Array.FindIndex(s_days, day => DqrJson.DayName(day) == text);
        return index < 0 ? null : s_days[index];
    }

    private static int? Count(JsonObject body, string key)
        => int.TryParse(ImportRequest.Text(body[key]), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
