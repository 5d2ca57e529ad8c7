using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;
using XnatTools.HelpBuilder;

namespace XnatTools.Conventions.Tests.Texts;

/// <summary>Pages, code and the help file that Get-Help reads are one (anchors 5.14).</summary>
public sealed class HelpTests
{
    private static readonly Lazy<HelpSet> s_help = new(() => HelpSet.Load(Repo.Path("docs", "cmdlets"), Repo.Path("module", "bin", "net8.0", "XnatTools.Commands.dll"), Repo.EngineFolder));

    [Fact]
    public void Pages_and_code_agree() => Assert.Empty(s_help.Value.Problems);

    [Fact]
    public void Every_page_tells_inputs_outputs_rights_and_relatives()
    {
        Assert.All(s_help.Value.Documented, d =>
        {
            Assert.True(d.Page.Inputs.Count > 0, d.Page.Name + ": Inputs");
            Assert.True(d.Page.Outputs.Count > 0, d.Page.Name + ": Outputs");
            Assert.True(d.Page.Notes.Count > 0, d.Page.Name + ": Notes");
            Assert.True(d.Page.Related.Count > 0, d.Page.Name + ": Related");
            Assert.True(d.Page.Synopsis.Length is > 20 and < 200, d.Page.Name + ": synopsis of one or two sentences");
        });
    }

    [Fact]
    public void Outputs_on_the_page_are_those_of_the_code()
    {
        Assert.All(s_help.Value.Documented.Where(d => d.Facts.Outputs.Count > 0), d =>
            Assert.All(d.Facts.Outputs.Where(o => o != "System.Void"), o => Assert.True(d.Page.Outputs.Any(l => l.Contains(o, StringComparison.Ordinal)), $"{d.Page.Name} does not tell {o}.")));
    }

    [Fact]
    public void Related_pages_exist()
    {
        HashSet<string> known = [.. s_help.Value.Cmdlets.Select(c => c.Name), .. Directory.GetFiles(Repo.Path("module", "en-US"), "about_*.help.txt").Select(f => Path.GetFileName(f)[..^".help.txt".Length])];
        Assert.All(s_help.Value.Documented, d => Assert.All(d.Page.Related, r => Assert.Contains(r.TrimStart('-', ' '), known)));
    }

    [Fact]
    public void The_built_help_file_has_every_cmdlet()
    {
        XDocument maml = XDocument.Load(Repo.Path("module", "en-US", "XnatTools.Commands.dll-Help.xml"));
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";

        Assert.Equal(s_help.Value.Cmdlets.Select(c => c.Name), maml.Descendants(command + "command").Select(c => c.Element(command + "details")!.Element(command + "name")!.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_parameter_that_is_gone_and_one_without_words_are_seen()
    {
        CmdletFacts facts = new("Get-XnatThing", "XnatTools.Commands.GetXnatThingCommand", null, false, [], [new ParameterFacts("New", "String", "__AllParameterSets", false, 0, false, false, false, false, [], [])]);
        HelpPage page = new("Get-XnatThing", "Gets things.", ["It gets things."], new Dictionary<string, IReadOnlyList<string>> { ["Old"] = ["Gone."] }, [], [], [], [], []);

        IReadOnlyList<string> problems = HelpCheck.Compare([facts], [page], new Dictionary<string, IReadOnlyList<string>>());

        Assert.Contains(problems, p => p.Contains("-New is not described", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("-Old is described", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("three examples", StringComparison.Ordinal));
    }
}
