using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Labels;

namespace XnatTools.Commands;

/// <summary>
/// Gives studies their subject and session labels: by value, by script block, by template, or numbered in date order. Labels are
/// unique among the studies, and with -Project against its prearchive and archive. Studies are written once all are known.
/// </summary>
[Cmdlet(VerbsCommon.Set, "XnatLabel")]
[OutputType(typeof(PacsStudy))]
public sealed class SetXnatLabelCommand : XnatCmdlet
{
    private const string Numbered = "{Subject}_{0}";

    private readonly List<PacsStudy> _studies = [];

    /// <summary>Studies of Find-PacsStudy or Select-PacsSeries.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PacsStudy? InputObject { get; set; }

    /// <summary>Subject label: text, a template such as 'TRIAL{0:000}' where {0} counts patients, or a script block.</summary>
    [Parameter(Position = 0)]
    public object? Subject { get; set; }

    /// <summary>Session label: text, a template such as '{Subject}_MR{0}' where {0} counts the subject's sessions, or a script block.</summary>
    [Parameter(Position = 1)]
    public object? Session { get; set; }

    /// <summary>Number the sessions of each subject in date order: the same as -Session '{Subject}_{0}'.</summary>
    [Parameter]
    public SwitchParameter NumberSessions { get; set; }

    /// <summary>First number of subjects.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Start { get; set; } = 1;

    /// <summary>Put _ for characters that labels cannot hold, instead of refusing them.</summary>
    [Parameter]
    public SwitchParameter Clean { get; set; }

    /// <summary>Project whose prearchive and archive the labels must not collide with.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string? Project { get; set; }

    /// <summary>The connection to use with -Project; without it the one made last in this session.</summary>
    [Parameter]
    [ValidateNotNull]
    public XnatConnection? Connection { get; set; }

    private protected override void Process()
    {
        PacsStudy study = InputObject!;
        Guard(() =>
        {
            string? subject = Subject is ScriptBlock makeSubject ? Invoke(makeSubject, study) : null;
            string? session = Session is ScriptBlock makeSession ? Invoke(makeSession, study.WithLabels(study.Labels.With(subject, null))) : null;
            _studies.Add(subject is null && session is null ? study : study.WithLabels(study.Labels.With(subject, session)));
        }, study);
    }

    private protected override void End()
    {
        if (_studies.Count == 0)
        {
            return;
        }

        (TakenLabels subjects, TakenLabels sessions) = Project is null ? (new TakenLabels(), new TakenLabels()) : FindTaken();
        LabelPlan plan = new()
        {
            Subject = Template(Subject),
            Session = NumberSessions && Session is null ? LabelTemplate.Parse(Numbered) : Template(Session),
            TakenSubjects = subjects,
            TakenSessions = sessions,
            Start = Start,
            Clean = Clean,
        };
        if (plan.Subject?.UsesIdentifier == true || plan.Session?.UsesIdentifier == true)
        {
            WriteWarning("The template puts an identifier of the patient or study into the label; labels are visible to everybody in the project.");
        }

        foreach (LabelledStudy labelled in plan.Apply(_studies))
        {
            if (labelled.Error is XnatException error)
            {
                ReportRow(error, labelled.Study);
            }
            else
            {
                WriteObject(labelled.Study);
            }
        }
    }

    private (TakenLabels Subjects, TakenLabels Sessions) FindTaken()
    {
        XnatClient client = (XnatClient)CurrentConnection.Require(Connection).Client;
        return Run(token => FindTakenAsync(client, token));
    }

    private async Task<(TakenLabels Subjects, TakenLabels Sessions)> FindTakenAsync(XnatClient client, CancellationToken token)
    {
        TakenLabels subjects = new();
        TakenLabels sessions = new();
        foreach (XnatSubject subject in await client.Archive.SubjectsAsync(Project!, token).ConfigureAwait(false))
        {
            subjects.Add(subject.Subject, "the archive");
        }

        foreach (ImageSession session in await client.Archive.SessionsAsync(Project!, token).ConfigureAwait(false))
        {
            sessions.Add(session.Session, "the archive");
        }

        foreach (PrearchiveSession session in await client.Prearchive.ListAsync(Project, token).ConfigureAwait(false))
        {
            subjects.AddRange([session.Subject], "the prearchive");
            sessions.AddRange([session.Session], "the prearchive");
        }

        return (subjects, sessions);
    }

    private static LabelTemplate? Template(object? label)
    {
        object? value = label is PSObject wrapped ? wrapped.BaseObject : label;
        return value is null or ScriptBlock ? null : LabelTemplate.Parse(value.ToString()!);
    }

    private static string Invoke(ScriptBlock body, PacsStudy study)
    {
        Collection<PSObject> result;
        try
        {
            result = body.InvokeWithContext((Dictionary<string, ScriptBlock>)null!, [new PSVariable("_", study)], study);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            // Not the exception itself: its message may quote the study's values ("cannot convert ...").
            throw new XnatException(XnatErrorCode.LabelInvalid, $"The script block for the label failed ({e.GetType().Name}).");
        }

        return result.Count == 1 && result[0] is PSObject one && one.BaseObject.ToString() is { Length: > 0 } label
            ? label
            : throw new XnatException(XnatErrorCode.LabelInvalid, "The script block did not give one label.");
    }
}
