using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace XnatTools.Dicom.Tests.Peers;

/// <summary>An element as dcmdump lists it, one process for all files.</summary>
/// <param name="Path">Such as <c>(0008,1140)[0].(0008,1155)</c>.</param>
/// <param name="VR">Representation.</param>
/// <param name="Length">Bytes; items of a sequence; -1 for pixel data in fragments.</param>
/// <param name="Text">The value as it is printed; null where it is not.</param>
internal sealed partial record DumpedElement(string Path, string VR, long Length, string? Text)
{
    /// <summary>Lists files; of those that it does not read there is an empty list.</summary>
    public static async Task<Dictionary<string, List<DumpedElement>>> RunAsync(IReadOnlyList<string> files, bool utf8)
    {
        Dictionary<string, List<DumpedElement>> result = [];
        foreach (string file in files)
        {
            result[file] = [];
        }

        if (files.Count == 0)
        {
            return result;
        }

        ProcessStartInfo start = new(Tool.Require("dcmdump"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = utf8 ? Encoding.UTF8 : Encoding.Latin1,
        };
        foreach (string option in new[] { "-q", "+F", "+L", "-Un", "-dc", "-M", "+R", "64" })
        {
            start.ArgumentList.Add(option);
        }

        if (utf8)
        {
            start.ArgumentList.Add("+U8");
        }

        foreach (string file in files)
        {
            start.ArgumentList.Add(file);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Walker? walker = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("# dcmdump (", StringComparison.Ordinal))
            {
                walker?.End();
                walker = new Walker(result[line.Substring(line.IndexOf("): ", StringComparison.Ordinal) + 3)]);
            }
            else
            {
                walker?.Add(line);
            }
        }

        walker?.End();
        await errors;
        await process.WaitForExitAsync();
        return result;
    }

    [GeneratedRegex(@"^( *)\(([0-9a-f]{4},[0-9a-f]{4})\) (..) (.*?) *# +(u/l|\d+), *\d+ [^#]*$", RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^ *\([0-9a-f]{4},[0-9a-f]{4}\) .. ")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"#=(\d+)\)")]
    private static partial Regex Number();

    /// <summary>Puts lines of one file together: values go over several, and indentation tells the level.</summary>
    private sealed class Walker(List<DumpedElement> elements)
    {
        private readonly List<string> _paths = [];
        private readonly List<int> _items = [];
        private StringBuilder _open = new();

        public void Add(string line)
        {
            if (line.StartsWith("# ", StringComparison.Ordinal) && _open.Length == 0)
            {
                return;
            }

            bool heading = line.StartsWith("# Dicom-", StringComparison.Ordinal) || line.StartsWith("# Used TransferSyntax", StringComparison.Ordinal);
            if (heading || Beginning().IsMatch(line))
            {
                End();
            }

            if (heading)
            {
                return;
            }

            _open.Append(_open.Length > 0 ? "\n" : "").Append(line);
        }

        public void End()
        {
            Match match = Line().Match(_open.ToString().TrimEnd('\n'));
            _open = new StringBuilder();
            if (!match.Success)
            {
                return;
            }

            int level = match.Groups[1].Length / 4;
            string tag = "(" + match.Groups[2].Value.ToUpperInvariant() + ")";
            string vr = match.Groups[3].Value;
            string value = match.Groups[4].Value;
            if (tag.StartsWith("(FFFE", StringComparison.Ordinal))
            {
                if (tag == "(FFFE,E000)" && vr == "na")
                {
                    _items[level]++;
                }

                return;
            }

            string prefix = level == 0 ? "" : _paths[level - 1] + "[" + _items[level - 1].ToString(CultureInfo.InvariantCulture) + "].";
            long length = match.Groups[5].Value == "u/l" ? -1 : long.Parse(match.Groups[5].Value, CultureInfo.InvariantCulture);
            if (value.StartsWith("(Sequence with", StringComparison.Ordinal))
            {
                length = long.Parse(Number().Match(value).Groups[1].Value, CultureInfo.InvariantCulture);
                _paths.RemoveRange(level, _paths.Count - level);
                _items.RemoveRange(level, _items.Count - level);
                _paths.Add(prefix + tag);
                _items.Add(-1);
                elements.Add(new DumpedElement(prefix + tag, vr, length, null));
                return;
            }

            bool text = value.StartsWith('[') && value.EndsWith(']');
            bool printed = text || !value.StartsWith('(') || vr == "AT";
            elements.Add(new DumpedElement(prefix + tag, vr, value.StartsWith("(PixelSequence", StringComparison.Ordinal) ? -1 : length, text ? value.Substring(1, value.Length - 2) : printed ? value : null));
        }
    }
}
