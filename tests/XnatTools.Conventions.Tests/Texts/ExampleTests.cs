using System;
using System.IO;
using System.Linq;
using Xunit;
using XnatTools.HelpBuilder;

namespace XnatTools.Conventions.Tests.Texts;

/// <summary>Every example, in files and in help, is PowerShell that parses, and uses cmdlets and parameters that exist.</summary>
public sealed class ExampleTests
{
    [SkippableFact]
    public void Example_scripts_are_sound()
    {
        PowerShellEngine.Need();
        AssertSound(Repo.Path("examples"));
    }

    [SkippableFact]
    public void Help_examples_are_sound()
    {
        PowerShellEngine.Need();
        using TempFolder folder = new();
        foreach (HelpPage page in Directory.GetFiles(Repo.Path("docs", "cmdlets"), "*-*.md").Select(HelpPageReader.Read))
        {
            for (int i = 0; i < page.Examples.Count; i++)
            {
                File.WriteAllText(Path.Combine(folder.Path, $"{page.Name}.{i + 1}.ps1"), page.Examples[i].Code);
            }
        }

        AssertSound(folder.Path);
    }

    [SkippableFact]
    public void Code_in_topics_is_sound()
    {
        PowerShellEngine.Need();
        using TempFolder folder = new();
        foreach (string file in Directory.GetFiles(Repo.Path("module", "en-US"), "about_*.help.txt"))
        {
            string[] blocks = [.. HelpText.CodeBlocks(File.ReadAllText(file))];
            for (int i = 0; i < blocks.Length; i++)
            {
                File.WriteAllText(Path.Combine(folder.Path, $"{Path.GetFileName(file)}.{i + 1}.ps1"), blocks[i]);
            }
        }

        Assert.True(Directory.GetFiles(folder.Path).Length > 10, "The topics have lost their code.");
        AssertSound(folder.Path);
    }

    [SkippableFact]
    public void Shipped_scripts_are_sound()
    {
        PowerShellEngine.Need();
        using TempFolder folder = new();
        File.Copy(Repo.Path("build.ps1"), Path.Combine(folder.Path, "build.ps1"));
        File.Copy(Repo.Path("module", "XnatTools.psm1"), Path.Combine(folder.Path, "XnatTools.psm1.ps1"));

        AssertSound(folder.Path);
    }

    [SkippableFact]
    public void Faults_are_seen()
    {
        PowerShellEngine.Need();
        using TempFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, "a.ps1"), "if (1 {");
        File.WriteAllText(Path.Combine(folder.Path, "b.ps1"), "Get-XnatNothing\nGet-XnatPacs -Nonsense 1\n$a ?? 1");

        string[] faults = Check(folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains(faults, f => f.StartsWith("a.ps1: line 1", StringComparison.Ordinal));
        Assert.Contains("b.ps1: line 1: there is no Get-XnatNothing", faults);
        Assert.Contains("b.ps1: line 2: Get-XnatPacs has no -Nonsense", faults);
        Assert.Contains("b.ps1: line 3: '??' needs PowerShell 7", faults);
    }

    private static void AssertSound(string folder)
    {
        string faults = Check(folder);
        Assert.True(faults.Length == 0, faults);
    }

    private static string Check(string folder) =>
        PowerShellEngine.Run(Path.Combine(AppContext.BaseDirectory, "Scripts", "Test-Example.ps1"), Repo.Path("XnatTools.psd1"), folder);
}
