using System.Collections.Generic;
using System.Management.Automation;
using XnatTools.Client;

namespace XnatTools.Commands;

/// <summary>Gets sessions that wait in the prearchive, or the log of each.</summary>
[Cmdlet(VerbsCommon.Get, "XnatPrearchive")]
[OutputType(typeof(PrearchiveSession), typeof(PrearchiveLogEntry))]
public sealed class GetXnatPrearchiveCommand : XnatConnectedCmdlet
{
    // What the engine puts back when nothing was given; an empty cell of a table is not this one.
    private static readonly string[] s_any = [];

    /// <summary>Projects, with wildcards; Unassigned for sessions without one. All that may be seen without it.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string[] Project { get; set; } = [];

    /// <summary>Subject labels, with wildcards.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Subject Label")]
    [AllowNull]
    [AllowEmptyString]
    [SupportsWildcards]
    public string?[]? Subject { get; set; } = s_any;

    /// <summary>Session labels, with wildcards.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Session Label")]
    [AllowNull]
    [AllowEmptyString]
    [SupportsWildcards]
    public string?[]? Session { get; set; } = s_any;

    /// <summary>States, with wildcards, such as READY.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StatusCompleter))]
    public string[] Status { get; set; } = [];

    /// <summary>The log of each session instead of the session. It may identify patients.</summary>
    [Parameter]
    public SwitchParameter Log { get; set; }

    private protected override void Process()
    {
        NameFilter projects = new(Project);
        NameFilter subjects = new(Subject);
        NameFilter sessions = new(Session);
        NameFilter states = new(Status);
        bool isNamed = !ReferenceEquals(Subject, s_any) || !ReferenceEquals(Session, s_any);
        if (isNamed && subjects.IsEmpty && sessions.IsEmpty)
        {
            // An item without labels, or an empty cell, would otherwise mean every session there is.
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The subject and session to look for are empty.");
        }

        bool any = false;
        foreach (PrearchiveSession session in List(projects))
        {
            if (projects.IsMatch(session.Project) && subjects.IsMatch(session.Subject) && sessions.IsMatch(session.Session) && states.IsMatch(session.Status))
            {
                any = true;
                Write(session);
            }
        }

        if (!any && sessions.IsExact)
        {
            ReportRow(new XnatException(XnatErrorCode.NotFound, "The prearchive has no such session."), string.Join(", ", Session!));
        }
    }

    private IEnumerable<PrearchiveSession> List(NameFilter projects)
    {
        if (!projects.IsExact)
        {
            return Run(token => Client.Prearchive.ListAsync(null, token));
        }

        List<PrearchiveSession> all = [];
        foreach (string project in Project)
        {
            Guard(() => all.AddRange(Run(token => Client.Prearchive.ListAsync(project, token))), project);
        }

        return all;
    }

    private void Write(PrearchiveSession session)
    {
        if (!Log)
        {
            WriteObject(session);
            return;
        }

        Guard(() =>
        {
            foreach (XnatLogEntry entry in Run(token => Client.Prearchive.LogAsync(session, token)))
            {
                WriteObject(new PrearchiveLogEntry { Id = entry.Id, Date = entry.Date, Text = entry.Text, PrearchiveSession = session });
            }
        }, session);
    }
}
