using System.IO;
using System.Text;

namespace XnatTools.Commands;

/// <summary>
/// Reads text that decides what leaves the desk: scripts, tables, known identifiers. UTF-8, or what a byte order mark says. Bytes
/// of another encoding are refused, since a letter read wrongly is written, or looked for, wrongly.
/// </summary>
internal static class TextFile
{
    /// <exception cref="DecoderFallbackException">It is in another encoding.</exception>
    public static string Read(string path)
    {
        using StreamReader reader = new(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
