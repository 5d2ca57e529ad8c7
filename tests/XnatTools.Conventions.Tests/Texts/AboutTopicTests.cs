using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace XnatTools.Conventions.Tests.Texts;

/// <summary>Topics have PowerShell's shape, fit a console, and lead only to what exists.</summary>
public sealed class AboutTopicTests
{
    private static readonly string[] s_wanted = ["", "_Connections", "_Csv", "_Errors", "_Privacy", "_Profiles", "_Scheduling", "_Troubleshooting"];

    public static TheoryData<string> Topics => new(Directory.GetFiles(Repo.Path("module", "en-US"), "about_*.help.txt").Select(f => Path.GetFileName(f)[..^".help.txt".Length]).Order(StringComparer.Ordinal));

    [Fact]
    public void All_topics_are_there() => Assert.All(s_wanted, t => Assert.True(File.Exists(HelpText.Topic("about_XnatTools" + t)), t));

    [Theory]
    [MemberData(nameof(Topics))]
    public void Topic_has_the_shape(string topic)
    {
        string[] lines = File.ReadAllLines(HelpText.Topic(topic));

        Assert.Equal(["TOPIC", "    " + topic, "", "SHORT DESCRIPTION"], lines.Take(4));
        Assert.Contains("LONG DESCRIPTION", lines);
        Assert.Contains("SEE ALSO", lines);
        Assert.All(lines, l => Assert.True(l.Length <= HelpText.Width && l == l.TrimEnd(), l));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Topic_names_only_what_exists(string topic)
    {
        HashSet<string> known = [.. ShippedCmdlets.All.Cmdlets.Select(c => c.Name), .. s_wanted.Select(t => "about_XnatTools" + t)];
        string text = File.ReadAllText(HelpText.Topic(topic));

        Assert.All(Regex.Matches(text, @"\b(?:[A-Z][a-z]+-(?:Xnat|Pacs|Dicom)[A-Za-z]*|about_XnatTools\w*)").Select(m => m.Value).Distinct(), n => Assert.Contains(n, known));
    }

    [Fact]
    public void Every_outcome_is_explained()
    {
        string text = File.ReadAllText(HelpText.Topic("about_XnatTools"));

        Assert.All(Enum.GetNames<ImportOutcome>(), o => Assert.Matches($@"(?m)^    {o} +\w", text));
    }
}
