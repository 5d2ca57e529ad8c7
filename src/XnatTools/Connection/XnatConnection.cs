using System;

namespace XnatTools;

/// <summary>
/// A connection to an XNAT site. It shows where and as whom; it never shows or serialises a secret. Made by Connect-Xnat.
/// </summary>
public sealed class XnatConnection
{
    internal XnatConnection(Uri uri, string userName, object client)
    {
        Uri = uri;
        UserName = userName;
        Client = client;
    }

    /// <summary>Address of the site.</summary>
    public Uri Uri { get; }

    /// <summary>The user XNAT says we are.</summary>
    public string UserName { get; }

    /// <summary>Version of XNAT, such as 1.8.10; null when it does not say.</summary>
    public string? Version { get; internal init; }

    /// <summary>Version of the DQR plugin; null when it is not installed.</summary>
    public string? DqrVersion { get; internal init; }

    /// <summary>When the login was made.</summary>
    public DateTimeOffset Connected { get; internal init; }

    /// <summary>True until Disconnect-Xnat.</summary>
    public bool IsOpen { get; internal set; } = true;

    /// <summary>The typed client, which lives in the module's private load context.</summary>
    internal object Client { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{UserName} at {Uri.GetLeftPart(UriPartial.Authority)}";
}
