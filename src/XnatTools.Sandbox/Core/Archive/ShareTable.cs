using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Archive;

/// <summary>The projects that a subject or session is in, and the rules of sharing.</summary>
internal static class ShareTable
{
    internal static Table Of(SandboxState state, string owner, string label, Dictionary<string, string> shared)
    {
        Table table = new("label", "ID", "Secondary_ID", "Name");
        foreach ((string project, string name) in shared.Select(s => (s.Key, s.Value)).Prepend((owner, label)))
        {
            SandboxProject? record = state.Projects.FirstOrDefault(p => p.Id == project);
            table.Add(name, project, record?.SecondaryId, record?.Name);
        }

        return table;
    }

    /// <summary>Why a share, move or un-share is refused; null when it is not.</summary>
    internal static IResult? Refuse(LegacyCall call, string owner, string target, bool shared, bool labelTaken)
    {
        if (HttpMethods.IsDelete(call.Method))
        {
            return !call.Caller.CanDelete(target) ? Answer.HtmlError(403) : shared ? null : Answer.HtmlError(404);
        }

        if (!HttpMethods.IsPut(call.Method))
        {
            return LegacyCall.NotAllowed();
        }

        if (!call.Caller.CanDelete(owner) || !call.Caller.CanEdit(target))
        {
            return Answer.HtmlError(403);
        }

        return owner == target || (shared && !call.Flag("primary")) ? Answer.HtmlError(409, "Already assigned to project: " + target)
            : labelTaken ? Answer.HtmlError(409, "Label already in use.") : null;
    }
}
