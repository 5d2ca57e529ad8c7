using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading.Tasks;

namespace XnatTools.Commands;

/// <summary>Gets XNAT's import history, newest first: one record for each try.</summary>
[Cmdlet(VerbsCommon.Get, "XnatImportHistory")]
[OutputType(typeof(ImportQueueItem))]
public sealed class GetXnatImportHistoryCommand : XnatConnectedCmdlet
{
    /// <summary>Projects, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string[] Project { get; set; } = [];

    /// <summary>States, with wildcards: ISSUED, RECEIVED, FAILED. RECEIVED does not mean complete.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StatusCompleter))]
    public string[] Status { get; set; } = [];

    /// <summary>Ids of requests, with wildcards: a job's records are JOB/*.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] RequestId { get; set; } = [];

    /// <summary>Only records of that time and later; older pages are not asked for.</summary>
    [Parameter]
    public DateTimeOffset Since { get; set; } = DateTimeOffset.MinValue;

    /// <summary>At most this many records.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Newest { get; set; } = int.MaxValue;

    /// <summary>Everybody's records; needs the right to all data.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override void Process()
    {
        NameFilter projects = new(Project);
        NameFilter states = new(Status);
        NameFilter requests = new(RequestId);
        int left = Newest;
        Run(async (pump, token) =>
        {
            await foreach (ImportQueueItem item in Client.Dqr.HistoryAsync(All, token).WithCancellation(token).ConfigureAwait(false))
            {
                if ((item.ExecutedTime ?? item.QueuedTime) < Since)
                {
                    return;
                }

                if (projects.IsMatch(item.Project) && states.IsMatch(item.Status) && requests.IsMatch(item.RequestId))
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
