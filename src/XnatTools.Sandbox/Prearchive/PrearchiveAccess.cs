using System;
using System.Linq;
using XnatTools.Sandbox.Auth;

namespace XnatTools.Sandbox.Prearchive;

/// <summary>Who may see and change which prearchive sessions, and the URIs that name them.</summary>
internal static class PrearchiveAccess
{
    internal static bool CanSee(Caller caller, string project) =>
        project == PrearchiveEntry.Unassigned ? caller.IsDataAccess : caller.IsDataAccess || caller.CanEdit(project);

    internal static bool CanChange(Caller caller, string project, bool batch = false) =>
        project == PrearchiveEntry.Unassigned ? caller.IsAdmin || (batch && caller.IsDataAdmin) : caller.CanEdit(project);

    /// <summary>
    /// The session of /prearchive/projects/P/TS/FOLDER, with a leading /data or /REST taken off; null and malformed set when it is
    /// no such URI.
    /// </summary>
    internal static PrearchiveEntry? Find(PrearchiveEngine engine, string uri, out bool malformed)
    {
        string[] parts = Parts(uri);
        malformed = parts.Length < 5 || parts[0] != "prearchive" || parts[1] != "projects";
        return malformed ? null : engine.Find(parts[2], parts[3], parts[4]);
    }

    /// <summary>The parts of a URI without its leading /data or /REST.</summary>
    internal static string[] Parts(string uri)
    {
        string[] parts = Uri.UnescapeDataString(uri).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 && parts[0] is ("data" or "REST") ? parts.Skip(1).ToArray() : parts;
    }
}
