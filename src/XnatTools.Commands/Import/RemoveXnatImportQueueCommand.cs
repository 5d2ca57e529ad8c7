using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>Takes records out of XNAT's import queue. One that is being retrieved already goes on.</summary>
[Cmdlet(VerbsCommon.Remove, "XnatImportQueue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ById)]
[OutputType(typeof(ImportQueueItem))]
public sealed class RemoveXnatImportQueueCommand : XnatConnectedCmdlet
{
    private const string ById = "Id";
    private const string ByObject = "Object";

    /// <summary>Records of Get-XnatImportQueue.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    public ImportQueueItem? InputObject { get; set; }

    /// <summary>Numbers of records.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById)]
    public long[] Id { get; set; } = [];

    /// <summary>Write what was removed to the pipeline.</summary>
    [Parameter(ParameterSetName = ByObject)]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        if (InputObject is { IsHistory: true } past)
        {
            // Queue and history count separately: the number would remove a stranger.
            ReportRow(new XnatException(XnatErrorCode.ArgumentInvalid, "A record of the history cannot be removed from the queue."), past);
            return;
        }

        IReadOnlyList<long> ids = InputObject is ImportQueueItem item ? [item.Id] : Id;
        foreach (long id in ids)
        {
            object target = (object?)InputObject ?? id;
            if (ShouldProcess("queue record " + id.ToString(CultureInfo.InvariantCulture), "Remove from the import queue"))
            {
                Guard(() =>
                {
                    Run(token => Client.Dqr.RemoveQueueAsync([id], token));
                    if (PassThru)
                    {
                        WriteObject(InputObject);
                    }
                }, target);
            }
        }
    }
}
