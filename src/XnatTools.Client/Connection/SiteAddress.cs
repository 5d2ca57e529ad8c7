using System;

namespace XnatTools.Client;

/// <summary>Checks and completes the address of a site.</summary>
internal static class SiteAddress
{
    public static Uri Check(Uri? uri, bool allowInsecure)
    {
        if (uri is null || !uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The address of the site is no http:// or https:// address.");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The address of the site has a user or password in it; pass them as a credential instead.");
        }

        if (uri.Scheme == "http" && !uri.IsLoopback && !allowInsecure)
        {
            throw new XnatException(XnatErrorCode.TlsFailed, "The address begins with http://, so the password would travel in the clear.") { Advice = "Use https://. If the site really has no encryption, say so with -AllowInsecure." };
        }

        // People copy the address of the page they look at.
        string path = uri.AbsolutePath;
        foreach (string page in new[] { "/app/", "/data/", "/xapi/", "/REST/" })
        {
            int at = (path + "/").IndexOf(page, StringComparison.Ordinal);
            path = at >= 0 ? (path + "/").Substring(0, at) : path;
        }

        return new UriBuilder(uri.Scheme, uri.Host, uri.Port, path.TrimEnd('/') + "/").Uri;
    }
}
