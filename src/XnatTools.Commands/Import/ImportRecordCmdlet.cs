using System;
using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>A cmdlet that lists records of XNAT's import queue or of its history.</summary>
public abstract class ImportRecordCmdlet : XnatConnectedCmdlet
{
    private protected ImportRecordCmdlet()
    {
    }

    /// <summary>Projects, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string[] Project { get; set; } = [];

    /// <summary>States, with wildcards: QUEUED in the queue; ISSUED, RECEIVED, FAILED in the history. RECEIVED does not mean complete.</summary>
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

    /// <summary>Which records the parameters ask for; to be made once a pipeline object.</summary>
    private protected Func<ImportQueueItem, bool> MakeFilter()
    {
        NameFilter projects = new(Project);
        NameFilter states = new(Status);
        NameFilter requests = new(RequestId);
        return item => projects.IsMatch(item.Project) && states.IsMatch(item.Status) && requests.IsMatch(item.RequestId);
    }
}
