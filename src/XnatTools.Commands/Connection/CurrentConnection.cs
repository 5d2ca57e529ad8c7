using System.Collections.Generic;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace XnatTools.Commands;

/// <summary>The connection made last in each runspace, so that ForEach-Object -Parallel and jobs do not share by surprise.</summary>
internal static class CurrentConnection
{
    private static readonly ConditionalWeakTable<Runspace, List<XnatConnection>> s_byRunspace = new();
    private static readonly List<XnatConnection> s_noRunspace = [];

    /// <summary>The newest open connection of this runspace, or null. Call on the pipeline thread.</summary>
    internal static XnatConnection? Get()
    {
        List<XnatConnection> mine = Mine();
        lock (mine)
        {
            return mine.Count == 0 ? null : mine[mine.Count - 1];
        }
    }

    /// <summary>The connection given, or the current one; an error when there is none or it was closed.</summary>
    internal static XnatConnection Require(XnatConnection? given)
    {
        XnatConnection connection = given ?? Get() ?? throw new XnatException(XnatErrorCode.NotConnected, "There is no connection to an XNAT site.");
        return connection.IsOpen ? connection : throw new XnatException(XnatErrorCode.NotConnected, "The connection was closed.");
    }

    /// <summary>All open connections of this runspace, the current one last.</summary>
    internal static XnatConnection[] All()
    {
        List<XnatConnection> mine = Mine();
        lock (mine)
        {
            mine.RemoveAll(c => !c.IsOpen);
            return mine.ToArray();
        }
    }

    internal static void Add(XnatConnection connection)
    {
        List<XnatConnection> mine = Mine();
        lock (mine)
        {
            mine.Add(connection);
        }
    }

    internal static void Remove(XnatConnection connection)
    {
        List<XnatConnection> mine = Mine();
        lock (mine)
        {
            mine.Remove(connection);
        }
    }

    private static List<XnatConnection> Mine() =>
        Runspace.DefaultRunspace is Runspace runspace ? s_byRunspace.GetOrCreateValue(runspace) : s_noRunspace;
}
