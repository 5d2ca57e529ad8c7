using System;
using XnatTools.Client;
using XnatTools.Import.Campaign;
using XnatTools.Import.Direct;
using XnatTools.Import.Direct.Receive;
using XnatTools.Import.Schedule;

namespace XnatTools.Commands;

/// <summary>Makes the direct route that a ledger asks for, and ends it with the cmdlet.</summary>
internal sealed class DirectRouteHolder : IDisposable
{
    private readonly DirectRoute? _route;

    private DirectRouteHolder(DirectRoute? route) => _route = route;

    /// <summary>The route; null when there is none.</summary>
    public IDirectRoute? Route => _route;

    public static DirectRouteHolder Of(DirectSettings? settings, XnatClient client, string site, IImportSchedule schedule)
    {
        if (settings is null)
        {
            return new DirectRouteHolder(null);
        }

        ReceiveRun run = new(new ReceiveOptions
        {
            Profile = NodeChoice.Of(settings),
            StagingFolder = settings.StagingPath,
            ListenPort = settings.ListenPort,
            ReceiverTitle = settings.ReceiverAETitle,
            Schedule = schedule,
        });
        string work = System.IO.Path.Combine(settings.StagingPath, ".uploads");
        return new DirectRouteHolder(new DirectRoute(run, new SessionHandOver(client, site, work, settings.StoreTo), settings.Modalities, settings.RemoveStaged));
    }

    public void Dispose() => _route?.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(1));
}
