using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Commands;

/// <summary>Gets the projects that the user may see.</summary>
[Cmdlet(VerbsCommon.Get, "XnatProject")]
[OutputType(typeof(XnatProject))]
public sealed class GetXnatProjectCommand : XnatConnectedCmdlet
{
    /// <summary>Ids, with wildcards; all without it.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string[] Project { get; set; } = [];

    /// <summary>Also ask for accessibility, prearchive setting and whether DQR may import: three more calls a project.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override void Process()
    {
        NameFilter filter = new(Project);
        IReadOnlyList<XnatProject> all = Run(token => Client.Projects.ListAsync(token));
        bool any = false;
        foreach (XnatProject project in all)
        {
            if (!filter.IsMatch(project.Id))
            {
                continue;
            }

            any = true;
            if (Detailed)
            {
                Guard(() => WriteObject(Run(token => DetailAsync(project.Id, token))), project);
            }
            else
            {
                WriteObject(project);
            }
        }

        if (!any && filter.IsExact)
        {
            ReportRow(new XnatException(XnatErrorCode.NotFound, "The site has no such project, or you may not see it."), string.Join(", ", Project));
        }
    }

    private Task<XnatProject> DetailAsync(string id, CancellationToken token) => Client.Projects.GetAsync(id, token);
}
