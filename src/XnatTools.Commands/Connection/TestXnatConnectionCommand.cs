using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Commands;

/// <summary>Asks the server whether the connection still works, as whom, and how its clock stands. Never an error by itself.</summary>
[Cmdlet(VerbsDiagnostic.Test, "XnatConnection")]
[OutputType(typeof(XnatConnectionStatus), typeof(bool))]
public sealed class TestXnatConnectionCommand : XnatConnectedCmdlet
{
    /// <summary>Give true or false only.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process()
    {
        XnatConnectionStatus status = Run(AskAsync);
        if (Quiet)
        {
            WriteObject(status.Successful);
        }
        else
        {
            WriteObject(status);
        }
    }

    private async Task<XnatConnectionStatus> AskAsync(CancellationToken token)
    {
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            string user = await Client.Users.NameAsync(token).ConfigureAwait(false);
            TimeSpan duration = watch.Elapsed;
            DateTimeOffset? serverTime = Client.ServerTime;
            return new XnatConnectionStatus
            {
                Uri = Client.Uri,
                Successful = string.Equals(user, Connection!.UserName, StringComparison.OrdinalIgnoreCase),
                UserName = user,
                Role = await RolesAsync(user, token).ConfigureAwait(false),
                Version = Client.Version,
                DqrVersion = Client.DqrVersion,
                ServerTime = serverTime,
                ClockDifference = serverTime - DateTimeOffset.UtcNow,
                Duration = duration,
            };
        }
        catch (XnatException e)
        {
            return new XnatConnectionStatus { Uri = Client.Uri, Duration = watch.Elapsed, Code = e.Code.Id, Reason = e.Message };
        }
    }

    private async Task<string[]?> RolesAsync(string user, CancellationToken token)
    {
        try
        {
            IReadOnlyList<string> roles = await Client.Users.RolesAsync(user, token).ConfigureAwait(false);
            return [.. roles];
        }
        catch (XnatException)
        {
            return null; // many sites let only administrators see roles, also one's own
        }
    }
}
