using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;
using XnatTools.Closure;

namespace XnatTools.Conventions.Tests.Package;

/// <summary>The DLLs of module/bin are complete and bind to each other, on each framework (anchors 5.4).</summary>
public sealed class ClosureTests
{
    [Theory]
    [InlineData("net8.0")]
    [InlineData("net472")]
    public void Shipped_dlls_are_complete(string framework) =>
        Assert.Empty(ClosureCheck.Run(Repo.Path("module", "bin", framework), framework));

    [Theory]
    [InlineData("net8.0", "Polly.Core.dll")]
    [InlineData("net472", "deps/System.Memory.dll")]
    public void A_missing_file_is_seen(string framework, string file)
    {
        using TempFolder copy = Copy(framework);
        File.Delete(Path.Combine(copy.Path, file));

        Assert.Contains(ClosureCheck.Run(copy.Path, framework), p => p.Kind == ClosureProblemKind.MissingFile && p.Message.Contains(Path.GetFileNameWithoutExtension(file)));
    }

    [Fact]
    public void A_mismatch_that_nobody_vouched_for_is_seen()
    {
        IReadOnlyList<ClosureProblem> problems = ClosureCheck.Run(Repo.Path("module", "bin", "net472"), "net472", []);

        Assert.Equal(AllowedMismatch.Net472.Count, problems.Count(p => p.Kind == ClosureProblemKind.VersionMismatch));
    }

    [Fact]
    public void An_allowance_without_use_is_seen() =>
        Assert.Contains(
            ClosureCheck.Run(Repo.Path("module", "bin", "net472"), "net472", [.. AllowedMismatch.Net472, new AllowedMismatch("Nobody", "Nothing", "1.0.0.0", "made up")]),
            p => p.Kind == ClosureProblemKind.StaleAllowance && p.File == "Nobody");

    [Fact]
    public void The_engine_in_the_package_is_seen()
    {
        using TempFolder copy = Copy("net8.0");
        File.Copy(Path.Combine(Repo.EngineFolder, "System.Management.Automation.dll"), Path.Combine(copy.Path, "System.Management.Automation.dll"));

        Assert.Contains(ClosureCheck.Run(copy.Path, "net8.0"), p => p.Kind == ClosureProblemKind.EngineShipped);
    }

    [Fact]
    public void What_the_framework_has_is_seen()
    {
        using TempFolder copy = Copy("net8.0");
        File.Copy(Repo.Path("module", "bin", "net472", "deps", "System.Text.Json.dll"), Path.Combine(copy.Path, "System.Text.Json.dll"));

        Assert.Contains(ClosureCheck.Run(copy.Path, "net8.0"), p => p.Kind == ClosureProblemKind.FrameworkHasIt && p.File == "System.Text.Json.dll");
    }

    [Fact]
    public void A_package_outside_deps_and_a_stranger_are_seen()
    {
        using TempFolder copy = Copy("net472");
        File.Move(Path.Combine(copy.Path, "deps", "CsvHelper.dll"), Path.Combine(copy.Path, "CsvHelper.dll"));
        File.Copy(typeof(FactAttribute).Assembly.Location, Path.Combine(copy.Path, "deps", "xunit.core.dll"));

        IReadOnlyList<ClosureProblem> problems = ClosureCheck.Run(copy.Path, "net472");
        Assert.Contains(problems, p => p.Kind == ClosureProblemKind.WrongFolder && p.File == "CsvHelper.dll");
        Assert.Contains(problems, p => p.Kind == ClosureProblemKind.NotNeeded && p.File == "xunit.core.dll");
    }

    private static TempFolder Copy(string framework)
    {
        TempFolder copy = new();
        copy.CopyFrom(Repo.Path("module", "bin", framework));
        return copy;
    }
}
