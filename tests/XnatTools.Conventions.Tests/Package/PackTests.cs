using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit;
using XnatTools.Pack;

namespace XnatTools.Conventions.Tests.Package;

/// <summary>The package that users get: complete, described, and importable from anywhere.</summary>
public sealed class PackTests : IDisposable
{
    private readonly TempFolder _artifacts = new();
    private readonly Packer _packer;

    public PackTests()
    {
        _packer = new Packer(Repo.Root, _artifacts.Path);
        _packer.Run();
    }

    public void Dispose() => _artifacts.Dispose();

    [Fact]
    public void It_holds_what_the_manifest_lists()
    {
        string[] staged = [.. Directory.GetFiles(_packer.Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_packer.Folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

        Assert.Equal(Manifest.List("FileList").Order(StringComparer.Ordinal), staged);
        using ZipArchive zip = ZipFile.OpenRead(_packer.Zip);
        Assert.Equal(staged.Select(f => $"XnatTools/{_packer.Version}/{f}"), zip.Entries.Select(e => e.FullName));
    }

    [Fact]
    public void Checksums_are_right()
    {
        string[] sums = File.ReadAllLines(Path.Combine(_artifacts.Path, "SHA256SUMS"));

        Assert.Equal(Directory.GetFiles(_artifacts.Path, "*", SearchOption.AllDirectories).Length - 1, sums.Length);
        Assert.All(sums, line => Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_artifacts.Path, line[66..]))))));
    }

    [Fact]
    public void Every_foreign_dll_has_its_notice_and_a_line_in_the_bill()
    {
        string notices = File.ReadAllText(Path.Combine(_packer.Folder, "ThirdPartyNotices.txt"));
        using JsonDocument bill = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(_artifacts.Path, "*.bom.json").Single()));
        string[] billed = [.. bill.RootElement.GetProperty("components").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];
        string[] foreign = [.. Directory.GetFiles(_packer.Folder, "*.dll", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => !n.StartsWith("XnatTools", StringComparison.Ordinal)).Distinct()];

        Assert.NotEmpty(foreign);
        Assert.All(foreign, dll => Assert.Contains($"\n{dll} ", notices, StringComparison.Ordinal));
        Assert.Equal(foreign.Order(StringComparer.Ordinal), billed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Equal_builds_make_equal_packages()
    {
        byte[] first = File.ReadAllBytes(_packer.Zip);
        _packer.Run();

        Assert.Equal(first, File.ReadAllBytes(_packer.Zip));
    }

    [Fact]
    public void A_broken_closure_is_not_packed()
    {
        using TempFolder broken = new();
        foreach (string file in new[] { "XnatTools.psd1", "LICENSE", "Directory.Build.props" })
        {
            File.Copy(Repo.Path(file), Path.Combine(broken.Path, file));
        }

        string module = Path.Combine(broken.Path, "module");
        foreach (string file in Directory.GetFiles(Repo.Path("module"), "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(module, Path.GetRelativePath(Repo.Path("module"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        File.Delete(Path.Combine(module, "bin", "net8.0", "CsvHelper.dll"));

        PackException problem = Assert.Throws<PackException>(new Packer(broken.Path, Path.Combine(broken.Path, "artifacts")).Run);
        Assert.Contains("CsvHelper", problem.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(broken.Path, "artifacts")));
    }

    [SkippableFact]
    public void PowerShell_imports_it_from_anywhere()
    {
        PowerShellEngine.Need();
        Dictionary<string, string> seen = PowerShellEngine.Run(Path.Combine(AppContext.BaseDirectory, "Scripts", "Test-Package.ps1"), _artifacts.Path)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l.Length > 1 ? l[1] : "");

        Assert.Equal("True", seen["about before"]);
        Assert.Equal(_packer.Version, seen["version"]);
        Assert.Equal(_packer.Folder, seen["folder"]);
        Assert.Equal(string.Join(',', Manifest.List("CmdletsToExport").Order(StringComparer.OrdinalIgnoreCase)), seen["commands"]);
        Assert.StartsWith("Finds", seen["synopsis"], StringComparison.Ordinal);
        Assert.Equal("1", seen["view"]);
        Assert.Equal(Manifest.List("CmdletsToExport").Length.ToString(System.Globalization.CultureInfo.InvariantCulture), seen["again"]);
        Assert.Equal("XnatNotConnected,XnatTools.Commands.GetXnatPacsCommand", seen["error"]);
    }
}
