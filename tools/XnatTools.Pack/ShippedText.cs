using System;
using System.IO;
using System.Linq;
using System.Text;

namespace XnatTools.Pack;

/// <summary>Windows PowerShell reads files without a byte-order mark as ANSI, and signing wants CRLF: texts are ASCII with CRLF.</summary>
internal static class ShippedText
{
    private static readonly string[] s_extensions = [".ps1", ".psm1", ".psd1", ".ps1xml", ".help.txt"];

    public static bool Is(string path) => s_extensions.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)) || Path.GetFileName(path) is "LICENSE" or PackageLayout.Notices;

    /// <summary>The text with CRLF; refuses what is not ASCII, because no conversion keeps its meaning.</summary>
    public static byte[] Normalize(string path, string text)
    {
        string clean = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);
        int at = clean.AsSpan().IndexOfAnyExceptInRange('\t', '~');
        if (at >= 0)
        {
            int line = clean.AsSpan(0, at).Count('\n') + 1;
            throw new PackException($"{path}: line {line}: U+{(int)clean[at]:X4} is not ASCII.");
        }

        return Encoding.ASCII.GetBytes(clean.Replace("\n", "\r\n", StringComparison.Ordinal));
    }
}
