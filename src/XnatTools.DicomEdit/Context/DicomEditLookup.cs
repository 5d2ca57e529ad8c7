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

    /// <summary>Reads lines <c>type/key = value</c>; <c>//</c> starts a comment. Of doubled keys the last counts.</summary>
    /// <exception cref="FormatException">A line is neither empty nor an entry; the message has its number, not its text.</exception>
    public static DicomEditLookup Parse(string text)
    {
        using StringReader reader = new(text ?? throw new ArgumentNullException(nameof(text)));
        DicomEditLookup table = new();
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            int comment = line.IndexOf("//", StringComparison.Ordinal);
            if (comment >= 0)
            {
                line = line.Substring(0, comment);
            }

            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            int equals = line.IndexOf('=');
            string key = (equals < 0 ? "" : line.Substring(0, equals)).Trim();
            int slash = key.IndexOf('/');
            if (slash <= 0)
            {
                throw new FormatException($"Line {number} of the lookup table is not of the form: type/key = value");
            }

            table.Add(key.Substring(0, slash), key.Substring(slash + 1), line.Substring(equals + 1).Trim());
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
