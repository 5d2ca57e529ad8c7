using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Protection;

/// <summary>
/// A template for names of new files, such as <c>{subject}/{SeriesNumber}/{InstanceNumber}.dcm</c>: variables of the scripts,
/// keywords or tags of the de-identified header, and <c>{Index}</c>, the position of the file.
/// </summary>
public sealed class OutputName
{
    private readonly List<(string Text, DicomTag Tag, Kind Kind)> _parts = [];

    private OutputName()
    {
    }

    private enum Kind
    {
        Text,
        Index,
        Variable,
        Element,
    }

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">A field is neither a variable nor a keyword, or a brace is alone.</exception>
    public static OutputName Parse(string template, IReadOnlyDictionary<string, string> variables)
    {
        OutputName name = new();
        int at = 0;
        string text = (template ?? throw new ArgumentNullException(nameof(template))).Replace('\\', '/');
        if (text.StartsWith("/", StringComparison.Ordinal) || text.IndexOf(':') >= 0 || text.EndsWith("/", StringComparison.Ordinal))
        {
            throw new FormatException("A template of names begins under the destination and ends with the name of a file.");
        }

        while (at < text.Length)
        {
            int open = text.IndexOf('{', at);
            string plain = text.Substring(at, (open < 0 ? text.Length : open) - at);
            if (plain.IndexOf('}') >= 0)
            {
                throw new FormatException("A brace of the template is not closed or not opened.");
            }

            if (plain.Length > 0)
            {
                name._parts.Add((plain, default, Kind.Text));
            }

            if (open < 0)
            {
                break;
            }

            int close = text.IndexOf('}', open);
            if (close < 0)
            {
                throw new FormatException("A brace of the template is not closed or not opened.");
            }

            name.AddField(text.Substring(open + 1, close - open - 1).Trim(), variables);
            at = close + 1;
        }

        return name;
    }

    /// <summary>The path under the destination, with the system's separators.</summary>
    public string Make(DicomDataset dataset, IReadOnlyDictionary<string, string> variables, int position)
    {
        StringBuilder path = new();
        foreach ((string text, DicomTag tag, Kind kind) in _parts)
        {
            path.Append(kind switch
            {
                Kind.Text => text,
                Kind.Index => position.ToString("D6", CultureInfo.InvariantCulture),
                Kind.Variable => Clean(Find(variables, text)),
                _ => Clean(dataset.GetString(tag)),
            });
        }

        string[] segments = path.ToString().Split(['/'], StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < segments.Length; i++)
        {
            // Nothing leads out of the destination, and Windows drops dots and blanks at the end.
            segments[i] = segments[i].Trim(' ').TrimEnd('.');
            segments[i] = segments[i].Length == 0 ? "_" : segments[i];
        }

        return string.Join(Path.DirectorySeparatorChar.ToString(), segments);
    }

    private static string Find(IReadOnlyDictionary<string, string> variables, string name)
    {
        foreach (KeyValuePair<string, string> variable in variables)
        {
            if (string.Equals(variable.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return variable.Value;
            }
        }

        return "";
    }

    private static string Clean(string? value)
    {
        StringBuilder clean = new();
        foreach (char c in value ?? "")
        {
            clean.Append(c < 0x20 || "<>:\"/\\|?*".IndexOf(c) >= 0 ? '_' : c);
        }

        return clean.Length == 0 ? "none" : clean.ToString();
    }

    private void AddField(string field, IReadOnlyDictionary<string, string> variables)
    {
        if (string.Equals(field, "Index", StringComparison.OrdinalIgnoreCase))
        {
            _parts.Add((field, default, Kind.Index));
        }
        else if (Find(variables, field).Length > 0)
        {
            _parts.Add((field, default, Kind.Variable));
        }
        else if (DicomTag.TryParse(field, out DicomTag tag))
        {
            _parts.Add((field, tag, Kind.Element));
        }
        else
        {
            throw new FormatException("A field of the template is neither Index, nor a variable with a value, nor a keyword of the dictionary.");
        }
    }
}
