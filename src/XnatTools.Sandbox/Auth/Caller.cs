using System;
using System.Linq;

namespace XnatTools.Sandbox.Auth;

/// <summary>The user behind a request, and what he may do.</summary>
internal sealed class Caller
{
    private readonly SandboxState _state;

    internal Caller(SandboxState state, SandboxUser user)
    {
        _state = state;
        User = user;
    }

    internal SandboxUser User { get; }

    internal string Name => User.Name;

    /// <summary>Site administrator.</summary>
    internal bool IsAdmin => HasRole("Administrator");

    /// <summary>May read every project's data (site administrators included).</summary>
    internal bool IsDataAccess => IsAdmin || HasRole("DataManager") || HasRole("DataAccess");

    /// <summary>May change every project's data (site administrators included).</summary>
    internal bool IsDataAdmin => IsAdmin || HasRole("DataManager");

    /// <summary>True for a user with the DQR role.</summary>
    internal bool HasRole(string role) => User.Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>Member of one of the project's groups, or it is public.</summary>
    internal bool CanRead(string project) => IsDataAccess || Group(project) is not null || Accessibility(project) == "public";

    /// <summary>Knows that the project exists: it can be read, or is protected.</summary>
    internal bool CanSee(string project) => CanRead(project) || Accessibility(project) == "protected";

    /// <summary>May add and change data: owners and members.</summary>
    internal bool CanEdit(string project) => IsDataAdmin || Group(project) is "owner" or "member";

    /// <summary>May delete, and change the project: owners.</summary>
    internal bool CanDelete(string project) => IsDataAdmin || Group(project) == "owner";

    /// <summary>owner, member or collaborator; null when in none of the project's groups.</summary>
    internal string? Group(string project)
    {
        foreach (string level in new[] { "owner", "member", "collaborator" })
        {
            if (User.Groups.Contains($"{project}_{level}", StringComparer.Ordinal))
            {
                return level;
            }
        }

        return null;
    }

    private string? Accessibility(string project)
    {
        lock (_state.Sync)
        {
            return _state.Projects.FirstOrDefault(p => p.Id == project)?.Accessibility;
        }
    }
}
