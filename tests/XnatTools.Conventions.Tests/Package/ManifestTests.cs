using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;
using XnatTools.Pack;

namespace XnatTools.Conventions.Tests.Package;

/// <summary>The manifest says what the code does, and there is one version number (anchors 5.15).</summary>
public sealed class ManifestTests
{
    [Fact]
    public void Every_cmdlet_is_exported_by_name_and_no_other() =>
        Assert.Equal(ShippedCmdlets.All.Cmdlets.Select(c => c.Name), Manifest.List("CmdletsToExport").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("FunctionsToExport")]
    [InlineData("AliasesToExport")]
    [InlineData("VariablesToExport")]
    public void Nothing_else_is_exported(string key) => Assert.Empty(Manifest.List(key));

    [Fact]
    public void The_version_is_one()
    {
        string version = XDocument.Load(Repo.Path("Directory.Build.props")).Descendants("Version").First().Value;
        string prerelease = Manifest.PSData.GetValueOrDefault("Prerelease") as string ?? "";
        Match changelog = Regex.Match(Repo.Text("CHANGELOG.md"), @"^## \[?(\d+\.\d+\.\d+[^\s\]]*)", RegexOptions.Multiline);

        Assert.Equal(version, Manifest.Text("ModuleVersion") + (prerelease.Length == 0 ? "" : "-" + prerelease));
        Assert.True(changelog.Success, "The changelog has no version heading.");
        Assert.Equal(version, changelog.Groups[1].Value);
    }

    [Fact]
    public void It_says_where_it_runs()
    {
        Assert.Equal("5.1", Manifest.Text("PowerShellVersion"));
        Assert.Equal("4.7.2", Manifest.Text("DotNetFrameworkVersion"));
        Assert.Equal(["Desktop", "Core"], Manifest.List("CompatiblePSEditions"));
        Assert.False(Manifest.All.ContainsKey("HelpInfoUri"), "There is no updatable help; Update-Help must stay quiet.");
        Assert.True(Guid.TryParse(Manifest.Text("GUID"), out _));
        Assert.All(new[] { "PSEdition_Desktop", "PSEdition_Core", "Windows" }, t => Assert.Contains(t, ((object?[])Manifest.PSData["Tags"]!).Cast<string>()));
    }

    [Fact]
    public void The_files_it_names_exist()
    {
        Assert.True(File.Exists(Repo.Path(Manifest.Text("RootModule"))));
        Assert.All(Manifest.List("FormatsToProcess"), f => Assert.True(File.Exists(Repo.Path(f)), f));
    }

    /// <summary>A package is the manifest, module/ and help.</summary>
    [Fact]
    public void The_file_list_is_what_is_shipped()
    {
        Assert.Equal(PackageLayout.FileList(Repo.Root), Manifest.List("FileList").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_manifest_that_computes_is_refused() =>
        Assert.Throws<FormatException>(() => PowerShellData.Read("@{ CmdletsToExport = (Get-ChildItem).Name }"));

    [Fact]
    public void A_manifest_is_read_as_PowerShell_reads_it()
    {
        Dictionary<string, object?> data = PowerShellData.Read("# words\r\n@{ A = 'it''s' # more\r\n B = @('x', 'y'\n 'z'); C = @{ D = $true } }");

        Assert.Equal("it's", data["a"]);
        Assert.Equal(["x", "y", "z"], Assert.IsType<object?[]>(data["B"]));
        Assert.Equal(true, Assert.IsType<Dictionary<string, object?>>(data["C"])["D"]);
    }
}
