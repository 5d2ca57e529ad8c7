using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading.Tasks;

namespace XnatTools.Commands;

/// <summary>Gets XNAT's import history, newest first: one record for each try.</summary>
[Cmdlet(VerbsCommon.Get, "XnatImportHistory")]
[OutputType(typeof(ImportQueueItem))]
public sealed class GetXnatImportHistoryCommand : ImportRecordCmdlet
{
    /// <summary>Only records of that time and later; older pages are not asked for.</summary>
    [Parameter]
    public DateTimeOffset Since { get; set; } = DateTimeOffset.MinValue;

    /// <summary>At most this many records.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Newest { get; set; } = int.MaxValue;

    private protected override void Process()
    {
        Func<ImportQueueItem, bool> isWanted = MakeFilter();
        int left = Newest;
        Run(async (pump, token) =>
        {
            await foreach (ImportQueueItem item in Client.Dqr.HistoryAsync(All, token).WithCancellation(token).ConfigureAwait(false))
            {
                if ((item.ExecutedTime ?? item.QueuedTime) < Since)
                {
                    return;
                }

                if (isWanted(item))
                {
                    await pump.PostAsync(() => WriteObject(item)).ConfigureAwait(false);
                    if (--left == 0)
                    {
                        return;
                    }
                }
            }
        });
    }
}
