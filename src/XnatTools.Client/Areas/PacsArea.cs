using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>The PACS that XNAT is configured to query.</summary>
public sealed class PacsArea
{
    private readonly XnatHttp _http;

    internal PacsArea(XnatHttp http) => _http = http;

    /// <summary>GET /xapi/pacs.</summary>
    public async Task<IReadOnlyList<XnatPacs>> ListAsync(CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Get("/xapi/pacs"), cancellationToken).ConfigureAwait(false);
        List<XnatPacs> all = [];
        if (response.Status == 204)
        {
            return all;
        }

        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement item in json.RootElement.Items())
        {
            all.Add(DqrRead.Pacs(item));
        }

        return all;
    }

    /// <summary>One PACS, or PacsNotFound.</summary>
    public async Task<XnatPacs> GetAsync(long id, CancellationToken cancellationToken)
    {
        try
        {
            XnatResponse response = await _http.SendAsync(Request(HttpMethod.Get, "/xapi/pacs/{id}", id), cancellationToken).ConfigureAwait(false);
            using JsonDocument json = JsonRead.Parse(response);
            return DqrRead.Pacs(json.RootElement);
        }
        catch (XnatException error) when (error.Status is 404 or 500 && error.Code != XnatErrorCode.DqrNotInstalled)
        {
            // Older servers say 500 for an unknown number as well as for anything else; the list tells.
            foreach (XnatPacs pacs in await ListAsync(cancellationToken).ConfigureAwait(false))
            {
                if (pacs.Id == id)
                {
                    return pacs;
                }
            }

            throw NotFound(id, error);
        }
    }

    /// <summary>
    /// Has XNAT make a C-ECHO. A PACS that does not answer is no error but <c>Successful</c> false. Each call is a real
    /// association and leaves a row at the server, so do not poll it.
    /// </summary>
    public async Task<XnatPacsStatus> PingAsync(long id, CancellationToken cancellationToken)
    {
        XnatPacs pacs = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        long started = _http.Time.GetTimestamp();
        bool? successful;
        DateTimeOffset? time = null;
        try
        {
            XnatResponse response = await _http.SendAsync(Request(HttpMethod.Get, "/xapi/pacs/{id}/status", id), cancellationToken).ConfigureAwait(false);
            using JsonDocument json = JsonRead.Parse(response);
            successful = json.RootElement.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.RootElement.GetBoolean() : json.RootElement.Bool("successful");
            time = WireDate.Moment(json.RootElement, "pingTime");
        }
        catch (XnatException error) when (error.Code == XnatErrorCode.PacsUnreachable)
        {
            successful = false;
        }

        return new XnatPacsStatus
        {
            PacsId = id,
            Name = pacs.Name,
            AETitle = pacs.AETitle,
            Successful = successful ?? false,
            Time = time ?? _http.ServerTime,
            Duration = _http.Time.GetElapsedTime(started),
        };
    }

    /// <summary>When XNAT may retrieve from it. For administrators only.</summary>
    public async Task<IReadOnlyList<PacsAvailability>> AvailabilityAsync(long id, CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(Request(HttpMethod.Get, "/xapi/pacs/{id}/availability", id), cancellationToken).ConfigureAwait(false);
        List<PacsAvailability> all = [];
        if (response.Status == 204)
        {
            return all;
        }

        using JsonDocument json = JsonRead.Parse(response);
        if (json.RootElement.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty day in json.RootElement.EnumerateObject())
            {
                foreach (JsonElement item in day.Value.Items())
                {
                    Add(all, item, day.Name);
                }
            }
        }
        else
        {
            foreach (JsonElement item in json.RootElement.Items())
            {
                Add(all, item, null);
            }
        }

        return all;
    }

    internal static XnatException NotFound(long id, XnatException? cause) =>
        new(XnatErrorCode.PacsNotFound, string.Format(CultureInfo.InvariantCulture, "XNAT does not know PACS {0}.", id), cause)
        {
            Status = cause?.Status ?? 0,
            Request = cause?.Request,
            ServerText = cause?.ServerText,
        };

    private static XnatRequest Request(HttpMethod verb, string template, long id) =>
        XnatRequest.Make(verb, template, [id.ToString(CultureInfo.InvariantCulture)], null, XnatAnswer.Json, XnatSubjectOfCall.Pacs, pacsId: id);

    private static void Add(List<PacsAvailability> all, JsonElement item, string? key)
    {
        if (!Enum.TryParse(item.Text("dayOfWeek") ?? key, ignoreCase: true, out DayOfWeek day))
        {
            return;
        }

        TimeSpan end = Time(item.Text("availabilityEnd"));
        all.Add(new PacsAvailability
        {
            Id = item.Long("id") ?? 0,
            Day = day,
            Start = Time(item.Text("availabilityStart")),
            End = end == TimeSpan.Zero ? TimeSpan.FromHours(24) : end, // 00:00 and 24:00 both mean the end of the day
            Threads = item.Int("threads") ?? 0,
            UtilizationPercent = item.Int("utilizationPercent") ?? 0,
        });
    }

    private static TimeSpan Time(string? text)
    {
        string[] parts = (text ?? "").Split(':');
        return parts.Length >= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int hours) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minutes)
            ? new TimeSpan(hours, minutes, 0)
            : TimeSpan.Zero;
    }
}
