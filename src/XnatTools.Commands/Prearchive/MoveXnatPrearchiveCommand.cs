using System;
using System.Management.Automation;
using XnatTools.Client;
using XnatTools.Import.Prearchive;

namespace XnatTools.Commands;

/// <summary>
/// Moves prearchive sessions to a project, and with -Archive into its archive, and waits for what came of it. A conflict with
/// what is archived is an error of its own; nothing is overwritten unless -Overwrite says so.
/// </summary>
[Cmdlet(VerbsCommon.Move, "XnatPrearchive", SupportsShouldProcess = true, DefaultParameterSetName = ByObject)]
[OutputType(typeof(PrearchiveSession), typeof(ImageSession))]
public sealed class MoveXnatPrearchiveCommand : PrearchiveCmdlet
{
    /// <summary>The project to move to.</summary>
    [Parameter(Mandatory = true)]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    [ValidateNotNullOrEmpty]
    public string Project { get; set; } = "";

    /// <summary>Subject label in the archive; the session's own without it.</summary>
    [Parameter]
    public string? Subject { get; set; }

    /// <summary>Session label in the archive; the session's own without it.</summary>
    [Parameter]
    public string? Session { get; set; }

    /// <summary>Archive after the move.</summary>
    [Parameter]
    public SwitchParameter Archive { get; set; }

    /// <summary>What may be done to an archived session of the same name: None, Append (add to it) or Delete (replace it).</summary>
    [Parameter]
    [ValidateSet("None", "Append", "Delete")]
    public string Overwrite { get; set; } = "None";

    /// <summary>With -Overwrite Append: replace files of the same name.</summary>
    [Parameter]
    public SwitchParameter OverwriteFile { get; set; }

    /// <summary>Longest wait for one session, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 900;

    /// <summary>Time between two looks at the server, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int PollSec { get; set; } = 5;

    /// <summary>Overwrite without asking again.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private ArchiveOverwrite Allowed => (ArchiveOverwrite)Enum.Parse(typeof(ArchiveOverwrite), Overwrite, ignoreCase: true);

    private protected override void BeginConnected()
    {
        if (!Archive && (Subject is not null || Session is not null || Allowed != ArchiveOverwrite.None))
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "-Subject, -Session and -Overwrite apply to archiving only; add -Archive.");
        }
    }

    private protected override void ProcessSession(PrearchiveSession session)
    {
        string action = Archive ? $"Archive into project {Project}" : $"Move to project {Project}";
        if (!ShouldProcess(session.ToString(), action))
        {
            return;
        }

        if (Allowed != ArchiveOverwrite.None && !Force
            && !ShouldContinue($"Files of an archived session may be changed or removed ({Overwrite}). Archive {session}?", "Overwrite archived data"))
        {
            return;
        }

        ShowProgress(Archive ? "Archiving" : "Moving", "waiting for the server");
        MoveOptions options = new()
        {
            Project = Project,
            Subject = Subject,
            Session = Session,
            Archive = Archive,
            Overwrite = Allowed,
            OverwriteFiles = OverwriteFile,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            PollInterval = TimeSpan.FromSeconds(PollSec),
        };
        MoveResult result = Run(token => new PrearchiveMover(Gateway, options).MoveAsync(session, token));
        if (result.Code is XnatErrorCode code)
        {
            ReportRow(new XnatException(code, result.Reason ?? "The session was not moved."), result.Prearchive ?? session);
        }
        else
        {
            WriteObject(result.Archived is ImageSession archived ? archived : result.Prearchive);
        }
    }
}
