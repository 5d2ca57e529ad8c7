using System.Management.Automation;
using XnatTools.Client;
using XnatTools.Import.Gateway;

namespace XnatTools.Commands;

/// <summary>A cmdlet that asks a server: by the connection given, or the current one of the runspace.</summary>
public abstract class XnatConnectedCmdlet : XnatCmdlet
{
    private protected XnatConnectedCmdlet()
    {
    }

    /// <summary>The connection to use; without it the one made last in this session.</summary>
    [Parameter]
    [ValidateNotNull]
    public XnatConnection? Connection { get; set; }

    /// <summary>The site's typed client.</summary>
    private protected XnatClient Client { get; private set; } = null!;

    /// <summary>The same, as the import library wants it.</summary>
    private protected XnatGateway Gateway { get; private set; } = null!;

    /// <summary>False when the parameters given make do without XNAT.</summary>
    private protected virtual bool NeedsConnection => true;

    /// <summary>Resolves the connection, then lets the cmdlet begin.</summary>
    private protected sealed override void Begin()
    {
        if (!NeedsConnection)
        {
            BeginConnected();
            return;
        }

        Connection = CurrentConnection.Require(Connection);
        Client = (XnatClient)Connection.Client;
        Gateway = new XnatGateway(Client);
        BeginConnected();
    }

    private protected virtual void BeginConnected()
    {
    }
}
