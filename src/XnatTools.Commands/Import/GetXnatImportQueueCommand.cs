using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>Gets what waits in XNAT's import queue.</summary>
[Cmdlet(VerbsCommon.Get, "XnatImportQueue")]
[OutputType(typeof(ImportQueueItem))]
public sealed class GetXnatImportQueueCommand : XnatConnectedCmdlet
{
    /// <summary>Projects, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string[] Project { get; set; } = [];

    /// <summary>States, with wildcards, such as QUEUED.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StatusCompleter))]
    public string[] Status { get; set; } = [];

    /// <summary>Ids of requests, with wildcards: a job's records are JOB/*.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] RequestId { get; set; } = [];

    /// <summary>Everybody's records; needs the right to all data.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override void Process()
    {
        NameFilter projects = new(Project);
        NameFilter states = new(Status);
        NameFilter requests = new(RequestId);
        Stream(token => Client.Dqr.QueueAsync(All, token), item =>
        {
            if (projects.IsMatch(item.Project) && states.IsMatch(item.Status) && requests.IsMatch(item.RequestId))
            {
                WriteObject(item);
            }
        });
    }
}
