using System;

namespace XnatTools.Client;

/// <summary>What to log in with. Lives in memory only; nothing it prints or serialises carries the secret.</summary>
public sealed class XnatCredential
{
    private XnatCredential(XnatCredentialKind kind, string name, string secret)
    {
        Kind = kind;
        Name = name;
        Secret = secret;
    }

    /// <summary>Which way of logging in.</summary>
    public XnatCredentialKind Kind { get; }

    /// <summary>User name or alias; empty for a session id.</summary>
    internal string Name { get; }

    /// <summary>Password, token secret or session id.</summary>
    internal string Secret { get; }

    /// <summary>User name (also <c>Provider/user</c>) and password.</summary>
    public static XnatCredential Basic(string user, string password) => new(XnatCredentialKind.Basic, NotBlank(user, nameof(user)), password ?? throw new ArgumentNullException(nameof(password)));

    /// <summary>An alias token (GET /data/services/tokens/issue): alias and secret are opaque.</summary>
    public static XnatCredential Token(string alias, string secret) => new(XnatCredentialKind.Token, NotBlank(alias, nameof(alias)), secret ?? throw new ArgumentNullException(nameof(secret)));

    /// <summary>An HTTP session that somebody else opened. Cannot be renewed when it ends.</summary>
    public static XnatCredential SessionId(string sessionId) => new(XnatCredentialKind.SessionId, "", NotBlank(sessionId, nameof(sessionId)));

    /// <summary>The Windows account this process runs as, for sites behind a proxy that asks for it.</summary>
    public static XnatCredential Default() => new(XnatCredentialKind.Default, "", "");

    /// <inheritdoc/>
    public override string ToString() => Kind.ToString();

    private static string NotBlank(string value, string name) =>
        string.IsNullOrWhiteSpace(value) ? throw new XnatException(XnatErrorCode.ArgumentInvalid, $"The {name} to log in with is blank.") : value;
}
