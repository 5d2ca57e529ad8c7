using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace XnatTools.DicomEdit.Tests.Differential;

/// <summary>What the scripts with lookup and getURL met when XNAT's engine ran them: a table, and a server on this machine.</summary>
internal static class RecordedWorld
{
    private const string Table = "// table\nid/P77 = S1\nid/LUNG = project one\nurl/a = http://host/x?y\nn/30 = thirty\nid/Sample^Patient = Someone^Else\nempty/e =\n"
        + "id/x y = blanked\nid/M\u00FCller = U\nmulti/m = a\\b\nid/P1 = N1\nid/CT = computed\nid/MR = magnetic\nid/LUNG_012 = L12\n";

    private static readonly Dictionary<string, byte[]> s_answers = new()
    {
        ["/ok"] = "S9"u8.ToArray(),
        ["/redir"] = "S9"u8.ToArray(),
        ["/nl"] = "S9\n"u8.ToArray(),
        ["/crlf"] = "S9\r\n"u8.ToArray(),
        ["/multi"] = "a\nb"u8.ToArray(),
        ["/empty"] = [],
        ["/204"] = [],
        ["/utf8"] = "M\u00FCller"u8.ToArray(),
        ["/utf8nc"] = "M\u00FCller"u8.ToArray(),
        ["/latin1"] = [.. "M"u8, 0xFC, .. "ller"u8],
        ["/blank"] = "  S9  "u8.ToArray(),
        ["/bs"] = "a\\b"u8.ToArray(),
        ["/tab"] = "a\tb"u8.ToArray(),
        ["/30"] = "30"u8.ToArray(),
        ["/20310510"] = "20310601"u8.ToArray(),
        ["/true"] = "true"u8.ToArray(),
        ["/P77"] = "S77"u8.ToArray(),
        ["/nlfirst"] = "\nS9"u8.ToArray(),
        ["/nlonly"] = "\n"u8.ToArray(),
    };

    public static DicomEditLookup Lookup { get; } = DicomEditLookup.Parse(Table);

    /// <summary>The body as UTF-8, whatever its header said; other answers than 200 fail, as with the engine.</summary>
    public static string Fetch(Uri address) =>
        address.Port == 18931 && s_answers.TryGetValue(address.AbsolutePath, out byte[]? body) ? Encoding.UTF8.GetString(body) : throw new IOException("There is no such answer.");
}
