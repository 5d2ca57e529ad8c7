using System;
using System.Collections.Generic;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>PS3.15 Table E.1-1, edition 2024b, as it stands under a profile and its options.</summary>
public sealed class ConfidentialityTable
{
    private const string OptionLetters = "PUDICFMTSG";

    private static readonly Lazy<List<Line>> s_lines = new(ReadLines);

    private readonly Dictionary<uint, ConfidentialityRule> _rules = new(640);
    private readonly List<(uint Mask, uint Bits, ConfidentialityRule Rule)> _patterns = [];

    /// <summary>The table under options. When several options have a code for one attribute, the one that keeps least counts.</summary>
    public ConfidentialityTable(IdentityOptions options = IdentityOptions.None)
    {
        if ((options & IdentityOptions.RetainFullDates) != 0 && (options & IdentityOptions.RetainModifiedDates) != 0)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "Full dates and modified dates exclude each other.");
        }

        Options = options;
        foreach (Line line in s_lines.Value)
        {
            ConfidentialityRule rule = line.Choose(options);
            if (line.Tag == "private")
            {
                Private = rule;
            }
            else if (line.Mask == uint.MaxValue)
            {
                _rules[line.Bits] = rule;
            }
            else
            {
                _patterns.Add((line.Mask, line.Bits, rule));
            }
        }
    }

    /// <summary>The options in force.</summary>
    public IdentityOptions Options { get; }

    /// <summary>The row of all private attributes.</summary>
    public ConfidentialityRule Private { get; }

    /// <summary>Number of rows, the private one counted.</summary>
    public int Count => _rules.Count + _patterns.Count + 1;

    /// <summary>Tags of the rows of single attributes.</summary>
    public IEnumerable<DicomTag> Tags
    {
        get
        {
            foreach (uint value in _rules.Keys)
            {
                yield return new DicomTag(value);
            }
        }
    }

    /// <summary>Options of a named profile.</summary>
    public static IdentityOptions OptionsOf(IdentityProfile profile) => profile == IdentityProfile.ShiftedDates
        ? IdentityOptions.RetainModifiedDates | IdentityOptions.RetainPatientCharacteristics
        : IdentityOptions.None;

    /// <summary>Finds the row of a standard attribute; private ones have <see cref="Private"/>.</summary>
    public bool TryGet(DicomTag tag, out ConfidentialityRule rule)
    {
        if (_rules.TryGetValue(tag.Value, out rule))
        {
            return true;
        }

        if (tag.Group is >= 0x5000 and <= 0x50FF or >= 0x6000 and <= 0x60FF && !tag.IsPrivate && tag.Element != 0)
        {
            foreach ((uint mask, uint bits, ConfidentialityRule found) in _patterns)
            {
                if ((tag.Value & mask) == bits)
                {
                    rule = found;
                    return true;
                }
            }
        }

        return false;
    }

    private static List<Line> ReadLines()
    {
        using Stream stream = typeof(ConfidentialityTable).Assembly.GetManifestResourceStream("XnatTools.DicomEdit.confidentiality.txt")
            ?? throw new InvalidOperationException("The confidentiality table is missing from the library.");
        using StreamReader reader = new(stream);
        List<Line> lines = new(640);
        while (reader.ReadLine() is { } text)
        {
            if (text.Length > 0 && text[0] != '#')
            {
                lines.Add(new Line(text.Split('|')));
            }
        }

        return lines;
    }

    private sealed class Line
    {
        private readonly ActionCodes _basic;
        private readonly string _basicText;
        private readonly (IdentityOptions Option, string Code)[] _options;

        public Line(string[] parts)
        {
            Tag = parts[0];
            _basicText = parts[1];
            _basic = ParseCodes(parts[1]);
            string[] options = parts[2].Length == 0 ? [] : parts[2].Split(' ');
            _options = new (IdentityOptions, string)[options.Length];
            for (int i = 0; i < options.Length; i++)
            {
                _options[i] = ((IdentityOptions)(1 << OptionLetters.IndexOf(options[i][0])), options[i].Substring(2));
            }

            foreach (char c in Tag == "private" ? "" : Tag)
            {
                Bits <<= 4;
                Mask <<= 4;
                if (c != 'x')
                {
                    Bits |= (uint)(c <= '9' ? c - '0' : c - 'A' + 10);
                    Mask |= 0xF;
                }
            }
        }

        public string Tag { get; }

        public uint Bits { get; }

        public uint Mask { get; }

        public ConfidentialityRule Choose(IdentityOptions options)
        {
            ActionCodes codes = _basic;
            string text = _basicText;
            IdentityOptions chosen = IdentityOptions.None;
            foreach ((IdentityOptions option, string code) in _options)
            {
                if ((options & option) == 0)
                {
                    continue;
                }

                ActionCodes candidate = ParseCodes(code);

                // Two options may speak of one attribute: cleaning keeps less than keeping.
                if (chosen == IdentityOptions.None || candidate == ActionCodes.Clean)
                {
                    codes = candidate;
                    text = code + " (" + option + ")";
                    chosen = option;
                }
            }

            return new ConfidentialityRule(codes, text, chosen);
        }

        private static ActionCodes ParseCodes(string text)
        {
            ActionCodes codes = ActionCodes.None;
            foreach (char c in text)
            {
                codes |= c switch
                {
                    'D' => ActionCodes.Dummy,
                    'Z' => ActionCodes.Zero,
                    'X' => ActionCodes.Remove,
                    'K' => ActionCodes.Keep,
                    'C' => ActionCodes.Clean,
                    'U' => ActionCodes.Uid,
                    _ => ActionCodes.None,
                };
            }

            return codes;
        }
    }
}
