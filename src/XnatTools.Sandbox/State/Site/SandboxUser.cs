using System.Collections.Generic;

namespace XnatTools.Sandbox;

/// <summary>A user account.</summary>
public sealed class SandboxUser
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    /// <summary>In plain text: the sandbox holds invented accounts only.</summary>
    public string Password { get; set; } = "";

    public string FirstName { get; set; } = "";

    public string LastName { get; set; } = "";

    public string Email { get; set; } = "";

    public bool Enabled { get; set; } = true;

    public bool Verified { get; set; } = true;

    public bool PasswordExpired { get; set; }

    /// <summary>Site roles: Administrator, DataManager, DataAccess, Dqr ...</summary>
    public List<string> Roles { get; set; } = [];

    /// <summary>Project groups, such as DEMO_owner.</summary>
    public List<string> Groups { get; set; } = [];

    /// <summary>Epoch milliseconds.</summary>
    public long LastModified { get; set; }

    /// <summary>Epoch milliseconds.</summary>
    public long? LastLogin { get; set; }
}
