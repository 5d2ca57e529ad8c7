using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Commands;

/// <summary>Has XNAT read prearchive sessions anew (rebuild), and waits until it has.</summary>
[Cmdlet(VerbsData.Update, "XnatPrearchive", SupportsShouldProcess = true, DefaultParameterSetName = ByObject)]
[OutputType(typeof(PrearchiveSession))]
public sealed class UpdateXnatPrearchiveCommand : PrearchiveCmdlet
{
    /// <summary>Longest wait for one session, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 600;

    /// <summary>Time between two looks at the server, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int PollSec { get; set; } = 5;

    /// <summary>Rebuild also a session that the server holds locked.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void ProcessSession(PrearchiveSession session)
    {
        if (ShouldProcess(session.ToString(), "Rebuild"))
        {
            ShowProgress("Rebuilding", "waiting for the server");
            PrearchiveSession now = Run(token => RebuildAsync(session, token));
            if (now.Status == "ERROR")
            {
                ReportRow(new XnatException(XnatErrorCode.PrearchiveFailed, "The session is in ERROR after the rebuild."), now);
            }
            else
            {
                WriteObject(now);
            }
        }
    }

    private async Task<PrearchiveSession> RebuildAsync(PrearchiveSession session, CancellationToken token)
    {
        await Client.Prearchive.RebuildAsync([session], Force, token).ConfigureAwait(false);
        DateTime end = DateTime.UtcNow.AddSeconds(TimeoutSec);
        while (true)
        {
            // Later, not at once: a look right after the call would still see the old state.
            await Task.Delay(TimeSpan.FromSeconds(PollSec), token).ConfigureAwait(false);
            PrearchiveSession now = await Client.Prearchive.GetAsync(session, token).ConfigureAwait(false);
            if (now.IsIdle)
            {
                return now;
            }

            if (DateTime.UtcNow >= end)
            {
                throw new XnatException(XnatErrorCode.PrearchiveBusy, $"The session stays {now.Status}.") { TargetObject = now };
            }
        }
    }
}
