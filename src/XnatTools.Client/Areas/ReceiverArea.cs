using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>XNAT's DICOM receivers.</summary>
public sealed class ReceiverArea
{
    private readonly XnatHttp _http;

    internal ReceiverArea(XnatHttp http) => _http = http;

    /// <summary>GET /xapi/dicomscp. Older servers leave out the newer flags; they then have their defaults.</summary>
    public async Task<IReadOnlyList<XnatReceiver>> ListAsync(CancellationToken cancellationToken)
    {
        XnatResponse response = await _http.SendAsync(XnatRequest.Get("/xapi/dicomscp"), cancellationToken).ConfigureAwait(false);
        List<XnatReceiver> receivers = [];
        if (response.Status == 204)
        {
            return receivers;
        }

        using JsonDocument json = JsonRead.Parse(response);
        foreach (JsonElement item in json.RootElement.Items())
        {
            receivers.Add(new XnatReceiver
            {
                Id = item.Long("id") ?? 0,
                AETitle = item.Text("aeTitle") ?? "",
                Port = item.Int("port") ?? 0,
                Enabled = item.Bool("enabled") ?? false,
                CustomProcessing = item.Bool("customProcessing") ?? false,
                AnonymizationEnabled = item.Bool("anonymizationEnabled") ?? true,
                DirectArchive = item.Bool("directArchive") ?? false,
                Identifier = item.Text("identifier"),
            });
        }

        return receivers;
    }
}
