using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Commands;

/// <summary>Logs out and forgets a connection. Quiet when there is none, so that it can stand in a finally block.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Xnat", DefaultParameterSetName = ByConnection)]
public sealed class DisconnectXnatCommand : XnatCmdlet
{
    private const string ByConnection = "Connection";
    private const string ByAll = "All";

    /// <summary>The connection to close; without it the current one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = ByConnection)]
    public XnatConnection? Connection { get; set; }

    /// <summary>Close every connection of this session.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByAll)]
    public SwitchParameter All { get; set; }

    private protected override void Process()
    {
        XnatConnection[] connections = All ? CurrentConnection.All() : (Connection ?? CurrentConnection.Get()) is XnatConnection one ? [one] : [];
        foreach (XnatConnection connection in connections)
        {
            CurrentConnection.Remove(connection);
            if (!connection.IsOpen)
            {
                continue;
            }

            connection.IsOpen = false;
            Guard(() => Run(token => CloseAsync((XnatClient)connection.Client, token)), connection);
        }
    }

    private static async Task CloseAsync(XnatClient client, CancellationToken token)
    {
        using (client)
        {
            await client.DisconnectAsync(token).ConfigureAwait(false);
        }
    }
}
