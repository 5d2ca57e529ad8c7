namespace XnatTools.Client;

/// <summary>A way of logging in.</summary>
public enum XnatCredentialKind
{
    /// <summary>User name and password.</summary>
    Basic,

    /// <summary>Alias and secret.</summary>
    Token,

    /// <summary>An existing HTTP session.</summary>
    SessionId,

    /// <summary>The account of the process.</summary>
    Default,
}
