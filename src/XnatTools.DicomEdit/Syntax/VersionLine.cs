using System;
using System.Globalization;

namespace XnatTools.DicomEdit;

/// <summary>Chooses the engine by the version line, as XNAT's dispatcher does, or refuses what it would choose wrongly.</summary>
internal static class VersionLine
{
    public const string Four = "4.0";

    private const int LastMinor = 7;
    private const int LastExactMinor = 6;

    /// <summary>The version; null, with an error, when the script cannot be run. 4.0 where there is no line.</summary>
    /// <param name="lines">The script.</param>
    /// <param name="findings">Takes errors and warnings.</param>
    /// <param name="exact">Choose as XNAT's dispatcher does.</param>
    /// <param name="line">Number of the line, from 0; -1 when there is none.</param>
    public static string? Find(string[] lines, FindingList findings, bool exact, out int line)
    {
        for (line = 0; line < lines.Length; line++)
        {
            if (exact ? lines[line].StartsWith("version", StringComparison.Ordinal) : IsVersionLine(lines[line]))
            {
                return exact ? ReadExact(lines[line], line, findings) : Read(lines[line], line, findings);
            }
        }

        line = -1;
        if (!exact)
        {
            findings.Warn(new SourcePosition(1, 1), "NoVersion", "There is no version line, so the script runs as DicomEdit 4, where few functions exist and order differs.");
        }

        return Four;
    }

    /// <summary>Whether a version is one that the language has.</summary>
    public static bool IsSupported(string version, bool exact) =>
        version.Length == 3 && version.StartsWith("6.", StringComparison.Ordinal) && version[2] >= '0' && version[2] - '0' <= (exact ? LastExactMinor : LastMinor);

    private static bool IsVersionLine(string line)
    {
        string text = line.TrimStart();
        return text.StartsWith("version", StringComparison.OrdinalIgnoreCase)
            && (text.Length == 7 || !(Lexer.IsLetter(text[7]) || Lexer.IsDigit(text[7]) || text[7] == '_'));
    }

    private static string? Read(string line, int number, FindingList findings)
    {
        int word = line.Length - line.TrimStart().Length;
        SourcePosition start = new(number + 1, word + 1);
        const string Form = "version \"6.1\"";
        if (word > 0)
        {
            findings.Error(start, "Version", "The version line must start in the first column; XNAT would not see it and run the script as version 4, to no effect.", Form);
            return null;
        }

        if (!line.StartsWith("version", StringComparison.Ordinal))
        {
            findings.Error(start, "Version", "version is written in lower case; XNAT would not see this line and run the script as version 4, to no effect.", Form);
            return null;
        }

        int end = line.Length > 10 && line[7] is ' ' or '\t' && line[8] == '"' ? line.IndexOf('"', 9) : -1;
        if (end < 0)
        {
            findings.Error(new SourcePosition(number + 1, Math.Min(8, line.Length + 1)), "Version", "The version line is not of the form that XNAT reads: the word, one blank, the number in quotes.", Form);
            return null;
        }

        string version = line.Substring(9, end - 9);
        if (version == Four)
        {
            findings.Warn(start, "Version", "XNAT's own engine edits nothing under this line and reports success; here the script runs as version 4. For XNAT leave the line out.");
            return version;
        }

        if (IsSupported(version, exact: false))
        {
            return version;
        }

        findings.Error(new SourcePosition(number + 1, 10), "Version", "This is not a version of DicomEdit that can be run here: 6.0 to 6.7, or 4.0.", "6.0 to 6.7, or 4.0");
        return null;
    }

    private static string? ReadExact(string line, int number, FindingList findings)
    {
        string[] pieces = line.Split(' ', '\t');
        string piece = (pieces.Length > 1 ? pieces[1] : "").Replace("\"", "");
        if (piece.Length == 0 || piece == Four)
        {
            return Four;
        }

        string[] numbers = piece.Split('.');
        int[] parts = new int[3];
        bool good = numbers.Length <= 3;
        for (int i = 0; i < numbers.Length && good; i++)
        {
            good = int.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i]);
        }

        if (good && parts[0] == 6 && parts[1] <= LastExactMinor && parts[2] == 0)
        {
            return "6." + parts[1].ToString(CultureInfo.InvariantCulture);
        }

        findings.Error(new SourcePosition(number + 1, 1), "Version", "XNAT refuses this version.", "6.0 to 6.6");
        return null;
    }
}
