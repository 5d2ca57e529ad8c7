using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace XnatTools.Sandbox.Receiver;

/// <summary>
/// The part of the DicomEdit language that relabelling needs: literal assignments to standard tags. Anything else is
/// refused as a whole, because a script that is half understood must not let identifiers through.
/// </summary>
internal static partial class LiteralScript
{
    /// <summary>Reads a script; null when it holds anything but a version line and literal assignments.</summary>
    public static IReadOnlyList<(string Tag, string Value)>? TryParse(string script)
    {
        List<(string Tag, string Value)> assignments = [];
        bool versioned = false;
        foreach (string raw in script.Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length == 0)
            {
                continue;
            }

            if (!versioned)
            {
                if (!VersionLine().IsMatch(line))
                {
                    return null;
                }

                versioned = true;
                continue;
            }

            Match match = Assignment().Match(line);
            if (!match.Success)
            {
                return null;
            }

            assignments.Add((match.Groups["tag"].Value.ToUpperInvariant(), match.Groups["value"].Value));
        }

        return versioned ? assignments : null;
    }

    [GeneratedRegex("""\Aversion\s+"6\.[0-9]+"\z""", RegexOptions.CultureInvariant)]
    private static partial Regex VersionLine();

    // A quote or a backslash inside the literal would end or alter it, so neither is a literal that can be trusted.
    [GeneratedRegex("""\A(?<tag>\([0-9A-Fa-f]{4},[0-9A-Fa-f]{4}\))\s*:=\s*"(?<value>[^"\\]*)"\z""", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();
}
