using System;

namespace XnatTools.Client;

/// <summary>
/// XNAT names the same resource in three ways: <c>/data/archive/...</c> (import), <c>/archive/...</c> (archive service) and with
/// the site's address in front (redirects); also <c>/REST/...</c>. All become the bare form, without /data.
/// </summary>
internal static class XnatPath
{
    // A query, or the markup around an address in a page.
    private static readonly char[] s_ends = ['?', '"', '\'', '<', '>', ' ', '\t', '\r'];
    private static readonly string[] s_halves = ["/data/", "/REST/"];
    private static readonly string[] s_roots = ["/prearchive/", "/archive/", "/experiments/", "/projects/", "/subjects/", "/xapi/"];

    /// <summary><c>/archive/projects/P/...</c> or <c>/prearchive/projects/P/...</c>; null when the text is no address.</summary>
    public static string? Bare(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        string path = text!.Trim();
        if (path.IndexOf("://", StringComparison.Ordinal) is > 0 and < 8 && Uri.TryCreate(path, UriKind.Absolute, out Uri? whole))
        {
            path = whole.AbsolutePath;
        }

        int best = -1;
        foreach (string half in s_halves)
        {
            int at = path.IndexOf(half, StringComparison.Ordinal);
            best = best < 0 && at >= 0 ? at + half.Length - 1 : best;
        }

        for (int i = 0; best < 0 && i < s_roots.Length; i++)
        {
            best = path.IndexOf(s_roots[i], StringComparison.Ordinal);
        }

        if (best < 0)
        {
            return null;
        }

        int end = path.IndexOfAny(s_ends, best);
        return end < 0 ? path.Substring(best) : path.Substring(best, end - best);
    }

    /// <summary>The first line of a list of addresses that is one.</summary>
    public static string? First(string? list)
    {
        foreach (string line in (list ?? "").Split('\n'))
        {
            if (Bare(line) is string path)
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>What follows <c>/name/</c> in a path, decoded; null when it is not there.</summary>
    public static string? After(string? path, string name)
    {
        string[] parts = (path ?? "").Split('/');
        for (int i = 0; i + 1 < parts.Length; i++)
        {
            if (parts[i] == name)
            {
                return Uri.UnescapeDataString(parts[i + 1]);
            }
        }

        return null;
    }
}
