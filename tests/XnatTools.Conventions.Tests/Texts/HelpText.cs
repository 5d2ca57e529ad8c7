using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace XnatTools.Conventions.Tests.Texts;

/// <summary>
/// A table of an about topic that is made from the code. With XNATTOOLS_UPDATE_TABLES=1 in the environment the test writes the
/// table instead of comparing it; otherwise code and topic must say the same.
/// </summary>
internal static class HelpText
{
    public const int Width = 80;

    public static string Topic(string name) => Repo.Path("module", "en-US", name + ".help.txt");

    /// <summary>The part between two headings is <paramref name="expected"/>.</summary>
    public static void AssertSection(string topic, string heading, string nextHeading, string expected, bool mayUpdate = true)
    {
        string path = Topic(topic);
        string text = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
        int start = text.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        int end = text.IndexOf($"\n{nextHeading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, $"{topic} has no section {heading} before {nextHeading}.");
        start += heading.Length + 2;
        if (mayUpdate && Environment.GetEnvironmentVariable("XNATTOOLS_UPDATE_TABLES") == "1")
        {
            File.WriteAllText(path, (text[..start] + expected + text[end..]).Replace("\n", "\r\n", StringComparison.Ordinal));
            return;
        }

        if (expected != text[start..end])
        {
            Assert.Fail($"{topic}, {heading}, is not what the code says. Run this test with XNATTOOLS_UPDATE_TABLES=1 to write it. First difference: {FirstDifference(expected, text[start..end])}");
        }
    }

    /// <summary>Words on lines of at most 80 characters.</summary>
    public static string Wrap(string text, int indent)
    {
        StringBuilder wrapped = new();
        int column = 0;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                wrapped.Append('\n');
                column = 0;
            }

            wrapped.Append(column == 0 ? new string(' ', indent) : " ").Append(word);
            column = column == 0 ? indent + word.Length : column + 1 + word.Length;
        }

        return wrapped.Append('\n').ToString();
    }

    /// <summary>Lines indented by eight or more, between blank lines: the code of a topic.</summary>
    public static IEnumerable<string> CodeBlocks(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Split("\n\n")
        .Select(b => b.Trim('\n')).Where(b => b.Length > 0 && b.Split('\n').All(l => l.StartsWith("        ", StringComparison.Ordinal)));

    private static string FirstDifference(string expected, string actual)
    {
        string[] mine = expected.Split('\n');
        string[] theirs = actual.Split('\n');
        int line = Enumerable.Range(0, Math.Max(mine.Length, theirs.Length)).First(i => i >= mine.Length || i >= theirs.Length || mine[i] != theirs[i]);
        return $"'{mine.ElementAtOrDefault(line)}' and '{theirs.ElementAtOrDefault(line)}'";
    }
}
