namespace XnatTools.Sandbox.Dqr;

/// <summary>Who may make a call.</summary>
internal enum DqrRole
{
    /// <summary>Any logged-in user.</summary>
    Authenticated,

    /// <summary>Site administrators.</summary>
    Admin,

    /// <summary>All-data-access, all-data-admin and site administrators.</summary>
    DataAccess,

    /// <summary>All-data-admin and site administrators.</summary>
    DataAdmin,

    /// <summary>Those who may use DQR.</summary>
    Dqr,
}
