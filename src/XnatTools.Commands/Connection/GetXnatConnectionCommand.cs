using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>Shows the current connection of this session, or all of them.</summary>
[Cmdlet(VerbsCommon.Get, "XnatConnection")]
[OutputType(typeof(XnatConnection))]
public sealed class GetXnatConnectionCommand : XnatCmdlet
{
    /// <summary>All open connections of this session; the current one comes last.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override void Process()
    {
        if (All)
        {
            WriteObject(CurrentConnection.All(), enumerateCollection: true);
        }
        else if (CurrentConnection.Get() is XnatConnection current)
        {
            WriteObject(current);
        }
    }
}
