using System;
using System.Collections.Generic;
using System.IO;

namespace XnatTools.DicomEdit;

/// <summary>The table of the function <c>lookup</c>: values by type and key.</summary>
public sealed class DicomEditLookup
{
    private readonly Dictionary<string, Dictionary<string, string>> _types = new(StringComparer.Ordinal);

    private DicomEditLookup()
    {
    }

    /// <summary>Number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>Reads lines <c>type/key = value</c>; a line that starts with <c>//</c> is a comment. Of doubled keys the last counts.</summary>
    /// <exception cref="FormatException">A line is neither empty nor an entry, or has a comment behind its value; the message has its number, not its text.</exception>
    public static DicomEditLookup Parse(string text)
    {
        using StringReader reader = new(text ?? throw new ArgumentNullException(nameof(text)));
        DicomEditLookup table = new();
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            // Only at the start of a line: an address has two slashes too.
            if (string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            // XNAT's engine passes over lines with more signs of equality or slashes, and over empty keys.
            string[] sides = line.Split('=');
            string[] names = sides[0].Trim().Split('/');
            if (sides.Length != 2 || names.Length != 2 || names[0].Length == 0 || names[0] != names[0].Trim() || names[1].Length == 0 || names[1] != names[1].Trim())
            {
                throw new FormatException($"Line {number} of the lookup table is not of the form: type/key = value");
            }

            string value = sides[1].Trim();
            if (value.StartsWith("//", StringComparison.Ordinal) || value.IndexOf(" //", StringComparison.Ordinal) >= 0 || value.IndexOf("\t//", StringComparison.Ordinal) >= 0)
            {
                throw new FormatException($"Line {number} of the lookup table has // behind its value, which XNAT's engine takes as a part of the value. Put comments on lines of their own.");
            }

            table.Add(names[0], names[1], value);
        }

        return table;
    }

    /// <summary>The value, or null.</summary>
    public string? Find(string type, string key) =>
        _types.TryGetValue(type, out Dictionary<string, string>? values) && values.TryGetValue(key, out string? value) ? value : null;

    private void Add(string type, string key, string value)
    {
        if (!_types.TryGetValue(type, out Dictionary<string, string>? values))
        {
            values = new Dictionary<string, string>(StringComparer.Ordinal);
            _types.Add(type, values);
        }

        Count += values.ContainsKey(key) ? 0 : 1;
        values[key] = value;
    }
}
