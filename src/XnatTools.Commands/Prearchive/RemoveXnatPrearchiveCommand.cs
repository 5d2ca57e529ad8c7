using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>Deletes prearchive sessions with all their files, for good.</summary>
[Cmdlet(VerbsCommon.Remove, "XnatPrearchive", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ByObject)]
[OutputType(typeof(PrearchiveSession))]
public sealed class RemoveXnatPrearchiveCommand : PrearchiveCmdlet
{
    /// <summary>Write what was deleted to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void ProcessSession(PrearchiveSession session)
    {
        if (!ShouldProcess(session.ToString(), "Delete from the prearchive"))
        {
            return;
        }

        Run(token => Client.Prearchive.DeleteAsync(session, token));
        if (PassThru)
        {
            WriteObject(session);
        }
    }
}
